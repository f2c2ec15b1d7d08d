from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict

from core import clock
from monitoring import filters
from monitoring.filters import BadFilter
from reports import periods
from reports.periods import Period

TODAY = date(2026, 3, 31)
"""A Tuesday."""


def chosen(said: str) -> tuple[date, date, str]:
    params = QueryDict(said)
    found = periods.chosen(params, filters.parse(params), TODAY)
    return found.first, found.last, found.name


def test_weeks_go_from_monday_to_sunday():
    week = periods.week_of(date(2026, 3, 29))
    assert (week.first, week.last) == (date(2026, 3, 23), date(2026, 3, 29))
    assert all(periods.week_of(day) == week for day in periods.days_of(week))
    assert (week.before.first, week.before.last) == (date(2026, 3, 16), date(2026, 3, 22))
    assert periods.last_week(date(2026, 3, 30)) == Period(week.first, week.last, "last-week")
    assert periods.week_of(date(2027, 1, 1)).first == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("said", "first", "last", "name"),
    [
        ("", date(2026, 3, 23), date(2026, 3, 29), "last-week"),
        ("period=14", date(2026, 3, 17), date(2026, 3, 30), "14"),
        ("period=90", date(2025, 12, 31), date(2026, 3, 30), "90"),
        ("period=month", date(2026, 3, 1), TODAY, "month"),
        ("period=last-month", date(2026, 2, 1), date(2026, 2, 28), "last-month"),
        ("from=2026-03-02&to=2026-03-01&period=14", date(2026, 3, 1), date(2026, 3, 2), ""),
        ("from=2026-03-02", date(2026, 3, 2), TODAY, ""),
    ],
)
def test_what_an_address_asks_for(said, first, last, name):
    assert chosen(said) == (first, last, name)


@pytest.mark.parametrize("said", ["period=7", "period=x", "from=2020-01-01&to=2022-01-01", "from=yesterday"])
def test_what_it_cannot_ask_for(said):
    with pytest.raises(BadFilter):
        chosen(said)


@pytest.mark.django_db
def test_today_is_that_of_the_brand(brand):
    with clock.shifted(datetime(2026, 3, 30, 22, 30, tzinfo=UTC) - clock.now()):
        assert periods.today_of(brand) == TODAY
        brand.time_zone = "America/Lima"
        assert periods.today_of(brand) == TODAY - timedelta(days=1)
