"""Which days a dashboard shows, what they are compared with, and how many days one bar stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from monitoring.counts import Day
from monitoring.filters import BadFilter, Filters, Params
from monitoring.models import Sentiment

LAST_DAYS = (7, 14, 30, 90)
USUAL = "14"
THIS_MONTH, LAST_MONTH = "month", "last-month"
NAMES = (*map(str, LAST_DAYS), THIS_MONTH, LAST_MONTH)
_DAY = timedelta(days=1)
# At most about a hundred bars, except for centuries.
_BY_DAY, _BY_WEEK, _BY_MONTH = 92, 731, 3653

Grain = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the brand's zone, both ends among them."""

    first: date
    last: date
    name: str = ""
    """One of NAMES; empty for days that somebody chose."""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As many days, right before."""
        return Period(self.first - timedelta(days=self.days), self.first - _DAY)

    @property
    def grain(self) -> Grain:
        """What one bar of a chart stands for."""
        if self.days <= _BY_DAY:
            return "day"
        if self.days <= _BY_WEEK:
            return "week"
        return "month" if self.days <= _BY_MONTH else "year"

    def until(self, day: date) -> Period:
        """The part of it up to `day`; its first day where it has not begun by then."""
        return Period(self.first, max(self.first, min(self.last, day)), self.name)


def named(name: str, today: date) -> Period:
    """The period that one of NAMES means today."""
    this_month = today.replace(day=1)
    if name == THIS_MONTH:
        return Period(this_month, today, name)
    if name == LAST_MONTH:
        last = this_month - _DAY
        return Period(last.replace(day=1), last, name)
    return Period(today - timedelta(days=int(name) - 1), today, name)


def chosen(params: Params, filters: Filters, today: date) -> Period:
    """The period that an address names: from and to, in either order, else `period`, else the last two weeks.

    With one end alone the other is today. Raises BadFilter for a name that is none.
    """
    if filters.since or filters.until:
        first, last = sorted((filters.since or today, filters.until or today))
        return Period(first, last)
    name = str(next(reversed(params.getlist("period")), "") or USUAL)
    if name not in NAMES:
        raise BadFilter("period")
    return named(name, today)


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar: the days from `first` to `last` added up."""

    first: date
    last: date
    by_sentiment: dict[str, int]
    """Every sentiment, zeros too."""

    @property
    def total(self) -> int:
        return sum(self.by_sentiment.values())


def bins(days: Sequence[Day], grain: Grain) -> list[Bin]:
    """`days`, which follow one another, as bars. Weeks begin on Monday; the first and the last bar may be shorter."""
    groups: list[list[Day]] = []
    for day in days:
        if groups and _begins(day.date, grain) == _begins(groups[-1][0].date, grain):
            groups[-1].append(day)
        else:
            groups.append([day])
    return [_sum(group) for group in groups]


def alongside(shown: Sequence[Bin], before: Sequence[Day]) -> list[Bin]:
    """`before` cut into bars as long as those of `shown`, from its start on, so that they can lie over them."""
    made, start = [], 0
    for one in shown:
        end = start + (one.last - one.first).days + 1
        if group := before[start:end]:
            made.append(_sum(group))
        start = end
    return made


def _sum(days: Sequence[Day]) -> Bin:
    return Bin(days[0].date, days[-1].date, {s: sum(day.by_sentiment[s] for day in days) for s in Sentiment.values})


def _begins(day: date, grain: Grain) -> date:
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if grain == "year" else day
