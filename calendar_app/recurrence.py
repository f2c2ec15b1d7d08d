"""Rules of what comes again, as RFC 5545 writes them: made from a form, read as days, said in words.

Days only: the time of day is the series', in its own zone, so that no clock change moves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = 5
"""A weekday that is the fifth of its month is taken for the last: the fifth is missing in most months."""
MOST = 1000
"""Occurrences that a rule may count."""


class Every(StrEnum):
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH_DAY = "month_day"
    """On the same day of each month."""
    MONTH_WEEKDAY = "month_weekday"
    """On the same weekday of each month: the second Tuesday, the last Friday."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for; the rest follows from the first day."""

    every: Every
    starts_on: date
    interval: int = 1
    weekdays: Sequence[int] = ()
    """Of a week, 0 is Monday; empty: that of the first day."""
    until: date | None = None
    count: int = 0
    """0: no such end."""


def rule(wish: Wish) -> str:
    """The RRULE, without DTSTART."""
    day = wish.starts_on
    parts = {
        Every.DAY: "FREQ=DAILY",
        Every.WORKDAY: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        Every.WEEK: f"FREQ=WEEKLY;BYDAY={_weekdays(wish)}",
        Every.MONTH_DAY: f"FREQ=MONTHLY;BYMONTHDAY={_month_day(day)}",
        Every.MONTH_WEEKDAY: f"FREQ=MONTHLY;BYDAY={_nth(day)}{_CODES[day.weekday()]}",
    }
    made = parts[wish.every]
    if wish.interval > 1:
        made += f";INTERVAL={wish.interval}"
    if wish.count:
        return f"{made};COUNT={min(wish.count, MOST)}"
    return f"{made};UNTIL={wish.until:%Y%m%d}" if wish.until else made


def days(given: str, starts_on: date, first: date, end: date) -> Iterator[date]:
    """The days of a rule from `first` to the day before `end`, in order. A rule without end ends there too."""
    series: Any = rrulestr(given, dtstart=datetime.combine(starts_on, time.min))
    for moment in series.xafter(datetime.combine(first, time.min), inc=True):
        if moment.date() >= end:
            return
        yield moment.date()


def words(given: str, starts_on: date) -> str:
    """The rule in the reader's language: «Every 2 weeks on Monday and Thursday, 10 times»."""
    parts = dict(part.split("=", 1) for part in given.split(";"))
    said = _frequency(parts, int(parts.get("INTERVAL", "1")), starts_on)
    if "COUNT" in parts:
        n = int(parts["COUNT"])
        return said + ", " + ngettext("%(n)s time", "%(n)s times", n) % {"n": formats.number(n)}
    if "UNTIL" in parts:
        until = datetime.strptime(parts["UNTIL"], "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
        return said + ", " + _("until %(day)s") % {"day": formats.day(until, with_year=True)}
    return said + ", " + _("without an end")


def _frequency(parts: dict[str, str], n: int, starts_on: date) -> str:
    by = parts.get("BYDAY", "")
    if parts["FREQ"] == "DAILY":
        return ngettext("Every day", "Every %(n)s days", n) % {"n": n}
    if parts["FREQ"] == "WEEKLY":
        if by == "MO,TU,WE,TH,FR":
            return _("From Monday to Friday")
        names = formats.listed([formats.long_weekday(_CODES.index(code) + 1) for code in by.split(",")])
        return ngettext("Every week on %(days)s", "Every %(n)s weeks on %(days)s", n) % {"n": n, "days": names}
    month = ngettext("Every month", "Every %(n)s months", n) % {"n": n}
    if not by:
        last = parts["BYMONTHDAY"] == "-1"
        day = _("on the last day") if last else _("on the %(n)s.") % {"n": parts["BYMONTHDAY"]}
        return f"{month} {day}"
    weekday = formats.long_weekday(starts_on.weekday() + 1)
    return f"{month} {_ordinals()[_nth(starts_on)] % {'weekday': weekday}}"


def _ordinals() -> dict[int, str]:
    return {
        1: _("on the first %(weekday)s"),
        2: _("on the second %(weekday)s"),
        3: _("on the third %(weekday)s"),
        4: _("on the fourth %(weekday)s"),
        -1: _("on the last %(weekday)s"),
    }


def _weekdays(wish: Wish) -> str:
    chosen = sorted(set(wish.weekdays)) or [wish.starts_on.weekday()]
    return ",".join(_CODES[day] for day in chosen)


def _month_day(day: date) -> int:
    """-1 for the last day of a month, which each month has."""
    return -1 if (day + timedelta(days=1)).day == 1 else day.day


def _nth(day: date) -> int:
    n = (day.day - 1) // 7 + 1
    return -1 if n >= LAST else n
