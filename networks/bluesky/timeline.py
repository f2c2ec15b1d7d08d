"""Turning the pages of an author's feed without leaving anything out. Pure but for `turn`, which fetches one page.

A feed stands newest first and is turned backwards only. A walk goes down to the newest post that is known; what else
the last page holds is read again, which shows deletions. A walk that is cut off is gone on with at the next poll.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from core import clock
from networks import loose
from networks.bluesky.parse import Feed
from networks.errors import RateLimited
from networks.types import Cursor, Item

LIMIT = 100
"""Posts of a page: the most that the AppView gives."""
FIRST_PAGES = 3
"""What a new source starts with."""
MOST_PAGES = 10
"""Of one poll."""

Turn = Callable[[str], Feed]


@dataclass(slots=True)
class Walk:
    """What a walk saw."""

    items: dict[str, Item] = field(default_factory=dict)
    skipped: int = 0
    older: str = ""
    """Where to go on, if the walk was cut off."""
    complete_since: datetime | None = None
    again_after: datetime | None = None

    @property
    def oldest(self) -> datetime | None:
        """The date of the last row that has one: the feed is sorted by date."""
        return next((item.posted_at for item in reversed(self.items.values()) if item.posted_at), None)

    @property
    def newest(self) -> datetime | None:
        dates = [item.posted_at for item in self.items.values() if item.posted_at]
        return min(max(dates), clock.now()) if dates else None


def walk(turn: Turn, cursor: Cursor) -> tuple[Walk, dict[str, str]]:
    """From the newest post down to what `cursor` knows, or on from where the last walk was cut off; and a new cursor.

    Raises what `turn` raises, but for RateLimited after the first page: then what was read counts.
    """
    went_on = str(cursor.get("older", ""))
    known = loose.moment(cursor.get("newest"))
    until = loose.moment(cursor.get("until")) if went_on else known
    steps = _down(turn, went_on, until)
    if went_on:
        steps.complete_since = None
        newest = known
    else:
        newest = max(filter(None, (known, steps.newest)), default=None)
    kept = {"newest": newest, "until": until if steps.older else None}
    dates = {name: date.isoformat() for name, date in kept.items() if date}
    return steps, dates | ({"older": steps.older} if steps.older else {})


def _down(turn: Turn, older: str, until: datetime | None) -> Walk:
    steps = Walk()
    for _ in range(MOST_PAGES if until else FIRST_PAGES):
        try:
            page = turn(older)
        except RateLimited as error:
            if not steps.items:
                raise
            steps.again_after = error.until
            break
        fresh = {item.external_id: item for item in page.items if item.external_id not in steps.items}
        steps.items |= fresh
        steps.skipped += page.skipped
        if page.older in ("", older):
            steps.complete_since = loose.EARLIEST
            return steps
        older = page.older
        if until and steps.oldest and steps.oldest < until:
            steps.complete_since = steps.oldest
            return steps
    steps.older = older if until else ""
    return steps
