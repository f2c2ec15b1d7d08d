"""Rules of repetition: the days they mean, and how they are said."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from calendar_app import recurrence
from calendar_app.recurrence import Every, Wish

MONDAY = date(2026, 11, 23)
FAR = date(2027, 2, 1)


def first_days(wish: Wish, n: int = 4) -> list[str]:
    found = recurrence.days(recurrence.rule(wish), wish.starts_on, wish.starts_on, FAR)
    return [day.isoformat() for day, _n in zip(found, range(n), strict=False)]


@pytest.mark.parametrize(
    ("wish", "rule", "days", "words"),
    [
        (Wish(Every.DAY, MONDAY, interval=2), "FREQ=DAILY;INTERVAL=2", ["11-23", "11-25", "11-27"], "Every 2 days"),
        (
            Wish(Every.WORKDAY, date(2026, 11, 26)),
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            ["11-26", "11-27", "11-30"],
            "From Monday to Friday",
        ),
        (
            Wish(Every.WEEK, MONDAY, weekdays=(3, 0)),
            "FREQ=WEEKLY;BYDAY=MO,TH",
            ["11-23", "11-26", "11-30"],
            "Every week on Monday and Thursday",
        ),
        (
            Wish(Every.MONTH_DAY, date(2026, 11, 23)),
            "FREQ=MONTHLY;BYMONTHDAY=23",
            ["11-23", "12-23", "01-23"],
            "Every month on the 23.",
        ),
        (
            Wish(Every.MONTH_DAY, date(2026, 11, 30)),
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            ["11-30", "12-31", "01-31"],
            "Every month on the last day",
        ),
        (
            Wish(Every.MONTH_WEEKDAY, date(2026, 11, 10)),
            "FREQ=MONTHLY;BYDAY=2TU",
            ["11-10", "12-08", "01-12"],
            "Every month on the second Tuesday",
        ),
        (
            Wish(Every.MONTH_WEEKDAY, date(2026, 11, 30)),
            "FREQ=MONTHLY;BYDAY=-1MO",
            ["11-30", "12-28", "01-25"],
            "Every month on the last Monday",
        ),
    ],
)
def test_a_rule_its_days_and_its_words(wish, rule, days, words):
    assert recurrence.rule(wish) == rule
    assert [day[5:] for day in first_days(wish, 3)] == days
    with translation.override("en"):
        assert recurrence.words(rule, wish.starts_on) == f"{words}, without an end"


def test_ends_by_number_and_by_day_count():
    assert first_days(Wish(Every.DAY, MONDAY, count=2)) == ["2026-11-23", "2026-11-24"]
    assert first_days(Wish(Every.WEEK, MONDAY, until=date(2026, 12, 7)))[-1] == "2026-12-07"
    with translation.override("en"):
        assert recurrence.words("FREQ=DAILY;COUNT=2", MONDAY) == "Every day, 2 times"
        assert recurrence.words("FREQ=DAILY;UNTIL=20261207", MONDAY) == "Every day, until 7 Dec 2026"


def test_a_rule_without_an_end_ends_where_one_looks():
    assert len(list(recurrence.days("FREQ=DAILY", MONDAY, date(2030, 1, 1), date(2030, 1, 11)))) == 10
