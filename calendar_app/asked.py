"""What a person asked the calendar for: read from an address, and written back into one."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from calendar_app.models import Publication

ME = "me"
_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)
_WEEK = timedelta(days=7)


class BadAddress(Exception):
    """An address asks for what cannot be: a malformed value, or something that is not this brand's."""


class Params(Protocol):
    """Query parameters; Django's QueryDict is one."""

    def getlist(self, key: str) -> Sequence[Any]: ...


class View(StrEnum):
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    LIST = "list"
    """The week, a line each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Every filter narrows; empty ones do not. Ids are public ids."""

    view: View
    day: date
    """Any day of the span that is shown."""
    network: tuple[str, ...] = ()
    account: str = ""
    author: str = ""
    """A member of the team, or «me»."""
    state: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    """In the view of all brands: only these."""

    @property
    def span(self) -> tuple[date, date]:
        """First day, and the day after the last, of what the view is named for."""
        if self.view is View.DAY:
            return self.day, self.day + timedelta(days=1)
        if self.view is View.MONTH:
            first = self.day.replace(day=1)
            return first, first + timedelta(days=calendar.monthrange(first.year, first.month)[1])
        monday = self.day - timedelta(days=self.day.weekday())
        return monday, monday + _WEEK

    @property
    def drawn(self) -> tuple[date, date]:
        """The days that are drawn: a month in whole weeks."""
        first, end = self.span
        if self.view is not View.MONTH:
            return first, end
        return first - timedelta(days=first.weekday()), end + timedelta(days=-end.weekday() % 7)

    def stepped(self, direction: int) -> Self:
        """The same one span later (1) or earlier (-1)."""
        first, end = self.span
        day = end if direction > 0 else first - timedelta(days=1)
        if self.view is View.MONTH:
            day = day.replace(day=1)
        return replace(self, day=min(max(day, _FIRST), _LAST))

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the filters that narrow."""
        return tuple(name for name in ("network", "account", "author", "state", "brand") if getattr(self, name))

    def without(self, name: str) -> Self:
        """The same without one filter, for a chip's cross."""
        empty: Any = "" if isinstance(getattr(self, name), str) else ()
        return replace(self, **{name: empty})

    def cleared(self) -> Self:
        """The same without any filter."""
        return replace(self, network=(), account="", author="", state=(), brand=())

    def query_string(self) -> str:
        """The address's part after «?», in a fixed order."""
        pairs = [("view", str(self.view)), ("day", self.day.isoformat())]
        for name in self.active:
            value = getattr(self, name)
            pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return urlencode(pairs)


def parse(params: Params, today: date) -> Asked:
    """What an address asks for; without a view the month, without a day today's. Raises BadAddress."""

    def one(name: str) -> str:
        given = [str(value).strip().replace("\x00", "") for value in params.getlist(name)]
        return given[-1] if given else ""

    def many(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for v in params.getlist(name) if v and "\x00" not in v))[:50]

    states = many("state")
    if not set(states) <= set(Publication.State.values):
        raise BadAddress("state")
    try:
        view, day = View(one("view") or View.MONTH), date.fromisoformat(one("day")) if one("day") else today
    except ValueError as error:
        raise BadAddress("view") from error
    if not _FIRST <= day <= _LAST:
        raise BadAddress("day")
    return Asked(view, day, many("network"), one("account"), one("author"), states, many("brand"))
