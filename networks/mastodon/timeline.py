"""Turning the pages of a timeline without leaving anything out. Pure but for `read`, which fetches one page.

Pages stand newest first, and are turned by the instance's own ids. `min_id` asks for what comes right after an id, so
that a walk forward leaves no gap however much came in between; `since_id` would skip to the newest. Each walk starts
some posts back, at the anchor: that shows edits, deletions, and posts that arrived late from other instances, whose id
is made from the date they were written. https://docs.joinmastodon.org/api/guidelines/#pagination
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core import clock
from networks import loose
from networks.errors import RateLimited
from networks.mastodon.parse import status_id
from networks.types import Cursor

LIMIT = 40
"""Statuses of a page: the most that Mastodon gives."""
FIRST_PAGES = 5
"""What a new source starts with."""
MOST_PAGES = 10
"""Of one poll; what is left comes with the next one."""
RECHECK = 30
"""So many posts are read again each time. Less than a page, so that a quiet timeline costs two calls."""
TRUSTED = timedelta(days=7)
"""Instances forget older posts of others to save room: that is no deletion."""

Read = Callable[[dict[str, str]], Sequence[Any]]


@dataclass(slots=True)
class Walk:
    """What a walk saw."""

    before: Cursor
    statuses: dict[str, Any] = field(default_factory=dict)
    """By the instance's id, as they came."""
    nameless: list[Any] = field(default_factory=list)
    """Rows without an id, which no page can be turned by."""
    arrived: bool = False
    """Nothing lies between what was read and the present."""
    whole: bool = False
    """Nothing older exists either."""
    again_after: datetime | None = None
    """The instance had enough of us in the middle."""

    def add(self, page: Sequence[Any]) -> bool:
        """Take in `page`; whether it held anything that was not known."""
        fresh = {one: row for row in page if (one := status_id(row)) and one not in self.statuses}
        if fresh or not self.statuses:
            self.nameless += [row for row in page if not status_id(row)]
        self.statuses |= fresh
        return bool(fresh)

    @property
    def rows(self) -> list[Any]:
        """Everything that came."""
        return [*self.statuses.values(), *self.nameless]

    @property
    def cursor(self) -> dict[str, Any]:
        """Where the next walk starts: RECHECK posts back, or at the last one read if there is more to come."""
        if not self.statuses:
            return dict(self.before)
        ids = sorted(self.statuses, key=order)
        anchor = self._anchor(ids)
        passed = [self._written(one) for one in ids if order(one) <= order(anchor)]
        dates = [date for date in (*passed, loose.moment(self.before.get("until"))) if date]
        small = self.whole and len(ids) <= RECHECK
        return {"anchor": anchor, "whole": small} | ({"until": max(dates).isoformat()} if dates else {})

    @property
    def complete_since(self) -> datetime | None:
        """From when on nothing is missing: the youngest date at or below the anchor where the walk began."""
        if not self.arrived:
            return None
        trusted = clock.now() - TRUSTED
        began = loose.moment(self.before.get("until"))
        if self.whole:
            return trusted
        return max(began, trusted) if began else None

    def _anchor(self, ids: Sequence[str]) -> str:
        if not self.arrived:
            return ids[-1]
        if len(ids) > RECHECK:
            return ids[-1 - RECHECK]
        return str(self.before.get("anchor") or ids[0])

    def _written(self, own_id: str) -> datetime | None:
        return loose.moment(loose.mapping(self.statuses[own_id]).get("created_at"))


def walk(read: Read, cursor: Cursor) -> Walk:
    """From where `cursor` says to the present, MOST_PAGES at most; with an empty one, the newest pages there are.

    Raises what `read` raises; where what was read so far leaves no gap, RateLimited only ends the walk.
    """
    steps = Walk(cursor)
    anchor = str(cursor.get("anchor", ""))
    if not anchor:
        _begin(read, steps)
    elif cursor.get("whole") and _down(read, "", 2, steps):
        steps.arrived = steps.whole = True
    else:
        steps.statuses.clear()  # a timeline that is small no more: nothing between its two ends may be passed over
        steps.arrived = _up(read, anchor, steps)
    return steps


def _begin(read: Read, steps: Walk) -> None:
    steps.arrived = True  # it begins there
    try:
        steps.whole = _down(read, "", FIRST_PAGES, steps)
    except RateLimited as error:
        if not steps.statuses:
            raise
        steps.again_after = error.until


def order(own_id: str) -> tuple[int, str]:
    """Sorts ids by age. Servers use growing numbers, or strings of one length that sort as they stand: Pleroma's
    flakes, GoToSocial's ULIDs."""
    return len(own_id), own_id


def _up(read: Read, anchor: str, steps: Walk) -> bool:
    """Forward from `anchor`; whether the present was reached."""
    at = anchor
    for _ in range(MOST_PAGES):
        try:
            page = read({"min_id": at, "limit": str(LIMIT)})
        except RateLimited as error:
            if at == anchor:
                raise
            steps.again_after = error.until
            return False
        ids, fresh = _ids(page), steps.add(page)
        if not ids:
            return True
        if not fresh or min(map(order, ids)) <= order(anchor):  # a server that does not know min_id
            _down(read, anchor, MOST_PAGES, steps)
            return True
        at = max((at, *ids), key=order)
    return False


def _down(read: Read, anchor: str, pages: int, steps: Walk) -> bool:
    """From the newest backwards, `pages` at most or until `anchor` is passed; whether nothing older exists."""
    asked = {"limit": str(LIMIT)}
    for _ in range(pages):
        page = read(asked)
        ids, fresh = _ids(page), steps.add(page)
        if not ids:
            return True
        oldest = min(ids, key=order)
        if (not fresh and "max_id" in asked) or (anchor and order(oldest) <= order(anchor)):
            return False  # a server that does not know max_id; or all that is new was seen
        asked = {"max_id": oldest, "limit": str(LIMIT)}
    return False


def _ids(page: Sequence[Any]) -> list[str]:
    return [one for one in map(status_id, page) if one]
