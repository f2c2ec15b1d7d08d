"""Dates as people and suites write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.sheets.moments import Order, guess, is_ambiguous, moment

MADRID = ZoneInfo("Europe/Madrid")
HALF = datetime(2026, 3, 10, 13, 5, tzinfo=UTC)  # 14:05 in Madrid


def read(cell, at=None, order=Order.DAY):
    return moment(cell, at, order=order, zone=MADRID)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-10 14:05", "2026-03-10T14:05:00", "2026-03-10T13:05:00Z", "2026-03-10 13:05:00 UTC",
        "2026-03-10T15:05:00+02:00", "2026-03-10T15:05:00.000+0200", "2026-03-10 10:05 -03:00", "10/03/2026 14:05",
        "10/03/2026 2:05 PM", "10/03/26, 2:05 p. m.", "10/3/2026 14h05", "10.03.2026 14.05", "10-Mar-2026 02:05PM",
        "Mar 10, 2026 14:05", "March 10th, 2026, 2:05 pm", "10 de marzo de 2026, 14:05",
        "martes, 10 de marzo de 2026 14:05",         "10 de março de 2026 às 14:05", "10 mar. 2026 14:05",
        "Tue Mar 10 13:05:00 +0000 2026",
        "Tue, 10 Mar 2026 13:05:00 GMT", "10-03-2026 14:05 (CET)", "20260310140500", "1773147900", "1773147900000",
        1773147900, datetime(2026, 3, 10, 14, 5), "46091.586805555555", 46091.586805555555,
    ],
    ids=str,
)  # fmt: skip
def test_one_moment_however_it_is_written(cell):
    assert read(cell) == HALF


@pytest.mark.parametrize("cell", ["2026-03-10", "10/03/2026", "10 marzo 2026", date(2026, 3, 10), 46091, "20260310"])
def test_a_day_alone_begins_at_midnight_of_the_brand(cell):
    assert read(cell) == datetime(2026, 3, 9, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "at",
    ["14:05", "14:05:00", "2:05 PM", "2:05 p. m.", "14h05", "13:05 UTC", time(14, 5), timedelta(hours=14, minutes=5)],
)
def test_the_time_may_stand_in_a_column_of_its_own(at):
    assert read("10/03/2026", at) == HALF


@pytest.mark.parametrize(
    "cell",
    ["", None, "ayer", "31/02/2026", "13/13/2026", "2026-03-10 25:00", "n/a", True, 12, "10/03", "9" * 400],
)
def test_what_is_no_date_is_none(cell):
    assert read(cell) is None


def test_a_time_that_cannot_be_read_is_not_midnight():
    assert read("10/03/2026", "mediodía") is None


def test_the_order_settles_what_three_numbers_mean():
    assert read("03/04/2026", order=Order.DAY) == datetime(2026, 4, 2, 22, tzinfo=UTC)
    assert read("03/04/2026", order=Order.MONTH) == datetime(2026, 3, 3, 23, tzinfo=UTC)
    assert read("2026-04-03", order=Order.MONTH) == datetime(2026, 4, 2, 22, tzinfo=UTC)
    assert read("03/25/2026", order=Order.DAY) is None
    assert [is_ambiguous(cell) for cell in ("03/04/2026", "2026-03-04", "4/4/2026", 46091)] == [
        True,
        False,
        False,
        False,
    ]


NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["25/03/2026", "01/04/2026"], Order.DAY),
        (["03/25/2026", "04/01/2026"], Order.MONTH),
        (["03/05/2026", "03/06/2026", "03/07/2026"], Order.MONTH),  # three days in a row, not three months
        (["05/03/2026", "06/03/2026", "07/03/2026"], Order.DAY),
        (["05/12/2026"], Order.MONTH),  # the fifth of December is still to come
        (["04/05/2026"], Order.DAY),
        (["2026-05-04"], Order.DAY),
        ([], Order.DAY),
    ],
)
def test_the_order_is_guessed_from_what_can_be(cells, order):
    assert guess(cells, now=NOW) == order
