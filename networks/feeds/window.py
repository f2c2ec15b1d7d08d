"""Whether a WordPress feed shows all there is, or cuts off after so many.

WordPress shows the newest ten posts or comments, or as many as its owner has set («Syndication feeds show the most
recent»), and no feed tells that number. So it is inferred from one read to the next: what a feed that shows all does
not hold any more was deleted; what stands past the end of one that cuts off may still be there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from networks.types import Cursor

_MOST_ROWS = 1000  # a longer feed is not followed: the cursor names each row


@dataclass(frozen=True, slots=True)
class Window:
    """What one read, the newest row first, says about the feed's limit."""

    shown: tuple[str, ...]
    """The rows, each by a short hash of its id."""
    most: int
    """The limit is not lower than this."""
    whole: bool
    """Nothing older exists that this read does not show."""

    def kept(self) -> dict[str, Any]:
        """For the cursor."""
        return {"shown": " ".join(self.shown), "most": self.most, "whole": self.whole}


NOTHING = Window((), 0, whole=False)


def look(ids: Sequence[str], before: Cursor) -> Window:
    """What rows with these `ids` say after the read that `before` remembers."""
    if len(ids) > _MOST_ROWS:
        return NOTHING
    shown = tuple(hashlib.sha256(one.encode(errors="replace")).hexdigest()[:10] for one in ids)
    was = str(before.get("shown", "")).split()
    most = max(len(shown), int(before.get("most", 0)))
    if not shown:
        return Window(shown, most, whole=True)
    arrived = not set(shown) <= set(was)
    slid = len(list(takewhile(lambda row: row not in shown, reversed(was))))
    # Pushed out by new ones, or several of the oldest at once: the limit was reached, or its owner lowered it. The
    # oldest alone is taken for deleted: nobody lowers a limit by one.
    if slid and (arrived or slid > 1):
        return Window(shown, len(shown), whole=False)
    has_room = bool(was) and len(shown) < most
    grew = len(shown) > len(was) > 0 and shown[-1] == was[-1]  # by new rows only: the read before was below the limit
    return Window(shown, most, whole=has_room or grew or (bool(before.get("whole")) and not arrived))
