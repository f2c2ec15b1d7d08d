"""Numbers and dates as each language writes them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from core import clock, formats

NOW = datetime(2026, 11, 24, 8, 21, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_a_fixed_moment_in_madrid():
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Madrid")):
        yield


@pytest.mark.parametrize(
    ("language", "value", "places", "text"),
    [
        ("es", 5830, 0, "5.830"),
        ("es", 12345678, 0, "12.345.678"),
        ("es", -0.742, 2, "−0,74"),
        ("en", 5830, 0, "5,830"),
        ("en", -0.742, 2, "−0.74"),
        ("pt-br", 5830, 0, "5.830"),
    ],
)
def test_a_number_is_grouped_from_four_digits_and_has_a_true_minus(language, value, places, text):
    with override(language):
        assert formats.number(value, places) == text


def test_a_signed_number_shows_plus_only_above_zero():
    with override("es"):
        assert [formats.number(value, signed=True) for value in (12, 0, -9)] == ["+12", "0", "−9"]


@pytest.mark.parametrize(
    ("language", "places", "text"),
    [("es", 0, "12\xa0%"), ("es", 1, "12,4\xa0%"), ("en", 1, "12.4%"), ("pt-br", 1, "12,4%")],
)
def test_a_percentage_takes_a_share_of_one(language, places, text):
    with override(language):
        assert formats.percent(0.1243, places) == text


@pytest.mark.parametrize(
    ("language", "day", "long_day", "moment"),
    [
        ("es", "24 nov", "martes 24 de noviembre", "24 nov 2026, 09:21"),
        ("en", "24 Nov", "Tuesday 24 November", "24 Nov 2026, 09:21"),
    ],
)
def test_a_date_is_in_the_current_zone_and_language(language, day, long_day, moment):
    with override(language):
        assert (formats.day(NOW), formats.long_day(NOW), formats.moment(NOW)) == (day, long_day, moment)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "martes 24 de noviembre de 2026"),
        ("pt", "terça-feira, 24 de novembro de 2026"),
        ("en", "Tuesday 24 November 2026"),
    ],
)
def test_a_long_day_may_have_its_year(language, said):
    with override(language):
        assert formats.long_day(NOW, with_year=True) == said


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=5), "hace 1 min"),
        (timedelta(minutes=42), "hace 42 min"),
        (timedelta(minutes=59, seconds=59), "hace 59 min"),
        (timedelta(hours=1), "hace 1 h"),
        (timedelta(days=6), "hace 6 d"),
        (timedelta(days=8), "16 nov"),
        (timedelta(days=400), "20 oct 2025"),
        (timedelta(hours=-3), "dentro de 3 h"),
        (timedelta(seconds=-5), "dentro de 1 min"),
    ],
)
def test_near_times_are_relative_and_far_ones_are_days(before, text):
    with override("es"):
        assert formats.ago(NOW - before) == text


def test_spans_follow_the_one_clock():
    with override("es"), clock.shifted(timedelta(hours=2)):
        assert formats.ago(NOW) == "hace 2 h"
