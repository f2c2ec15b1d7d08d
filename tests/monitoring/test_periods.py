"""Which days a dashboard shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from monitoring import filters, periods
from monitoring.counts import Day
from monitoring.filters import BadFilter
from monitoring.periods import Period

TODAY = date(2026, 3, 10)


def asked(address: str) -> Period:
    params = QueryDict(address)
    return periods.chosen(params, filters.parse(params), TODAY)


@pytest.mark.parametrize(
    ("address", "first", "last", "name"),
    [
        ("", "2026-02-25", "2026-03-10", "14"),
        ("period=7", "2026-03-04", "2026-03-10", "7"),
        ("period=90", "2025-12-11", "2026-03-10", "90"),
        ("period=month", "2026-03-01", "2026-03-10", "month"),
        ("period=last-month", "2026-02-01", "2026-02-28", "last-month"),
        ("from=2026-03-08&to=2026-03-09", "2026-03-08", "2026-03-09", ""),
        ("from=2026-03-09&to=2026-03-08", "2026-03-08", "2026-03-09", ""),
        ("from=2026-03-09&to=2026-03-09&period=7", "2026-03-09", "2026-03-09", ""),
        ("from=2026-03-01", "2026-03-01", "2026-03-10", ""),
        ("to=2026-03-01", "2026-03-01", "2026-03-10", ""),
        ("from=1990-01-01&to=2200-12-31", "1990-01-01", "2200-12-31", ""),
        ("from=2027-01-01&to=2027-02-01", "2027-01-01", "2027-02-01", ""),
    ],
)
def test_an_address_names_a_period(address, first, last, name):
    assert asked(address) == Period(date.fromisoformat(first), date.fromisoformat(last), name)


@pytest.mark.parametrize("address", ["period=8", "period=x", "from=2026-02-30", "to=1989-12-31", "from=0001-01-01"])
def test_what_names_none_is_refused(address):
    with pytest.raises(BadFilter):
        asked(address)


def test_the_days_before_are_as_many():
    assert Period(date(2026, 3, 1), date(2026, 3, 10)).before == Period(date(2026, 2, 19), date(2026, 2, 28))
    assert Period(date(1990, 1, 1), date(2200, 12, 31)).before.first == date(1779, 1, 1)


def test_nothing_is_shown_of_days_to_come():
    assert asked("from=2026-03-01&to=2026-03-31").until(TODAY).last == TODAY
    assert asked("from=2027-01-01&to=2027-02-01").until(TODAY).days == 1


@pytest.mark.parametrize(
    ("days", "grain", "most"),
    [(1, "day", 1), (92, "day", 92), (93, "week", 15), (731, "week", 106), (732, "month", 26), (3653, "month", 122),
     (3654, "year", 12), (77_066, "year", 213)],
)  # fmt: skip
def test_bars_are_few_and_hold_every_day_once(days, grain, most):
    period = Period(TODAY - timedelta(days=days - 1), TODAY)
    by_day = [
        Day(period.first + timedelta(days=n), {"negative": 1, "neutral": 0, "positive": 0, "unscored": 0})
        for n in range(days)
    ]
    made = periods.bins(by_day, period.grain)
    assert (period.grain, len(made) <= most, sum(one.total for one in made)) == (grain, True, days)
    assert [one.first for one in made[1:]] == [one.last + timedelta(days=1) for one in made[:-1]]
    assert (made[0].first, made[-1].last) == (period.first, period.last)
    shadow = periods.alongside(made, by_day)
    assert [(one.first, one.last) for one in shadow] == [(one.first, one.last) for one in made]
