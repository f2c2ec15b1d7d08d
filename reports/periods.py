"""Which days a report is about: whole days of the brand's zone. Weeks go from Monday to Sunday."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from brands.models import Brand
from core import clock
from monitoring import periods
from monitoring.filters import BadFilter, Filters, Params
from monitoring.periods import LAST_DAYS, LAST_MONTH, THIS_MONTH, Period

__all__ = ["LAST_WEEK", "NAMES", "Period", "chosen", "days_of", "last_week", "named", "today_of", "week_of"]

LAST_WEEK = "last-week"
NAMES = (LAST_WEEK, *(str(n) for n in LAST_DAYS if n >= 14), THIS_MONTH, LAST_MONTH)
"""Of spans that count from today backwards, today is left out: its numbers still move."""
LONGEST = 731
"""Days that a page works out at most."""


def today_of(brand: Brand) -> date:
    """The day that it is now where the brand lives."""
    return timezone.localtime(clock.now(), brand.zone).date()


def days_of(period: Period) -> list[date]:
    """Each of its days, in order."""
    return [period.first + timedelta(days=n) for n in range(period.days)]


def week_of(day: date) -> Period:
    """The week in which `day` is."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def last_week(today: date) -> Period:
    """The last whole week: the one before that of `today`."""
    week = week_of(today).before
    return Period(week.first, week.last, LAST_WEEK)


def named(name: str, today: date) -> Period:
    """The period that one of NAMES means today."""
    if name == LAST_WEEK:
        return last_week(today)
    if name == THIS_MONTH:
        return periods.named(name, today)
    return Period(*_ends(periods.named(name, today), today), name)


def _ends(period: Period, today: date) -> tuple[date, date]:
    back = timedelta(days=1 if period.last == today else 0)
    return period.first - back, period.last - back


def chosen(params: Params, asked: Filters, today: date) -> Period:
    """The period that an address names: from and to, in either order, else `period`, else the last whole week.

    With one end alone the other is today. Raises BadFilter for a name that is none, and for more than LONGEST days.
    """
    if asked.since or asked.until:
        first, last = sorted((asked.since or today, asked.until or today))
        if (last - first).days >= LONGEST:
            raise BadFilter("from")
        return Period(first, last)
    name = str(next(reversed(params.getlist("period")), "") or LAST_WEEK)
    if name not in NAMES:
        raise BadFilter("period")
    return named(name, today)
