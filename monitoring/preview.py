"""What a query would have found: asked of the latest mentions while somebody is still writing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count
from time import thread_time
from typing import Any

from monitoring.facts import Facts
from monitoring.matching import Document, Query
from monitoring.models import LISTED, Mention
from monitoring.queries import older_than

LATEST = 2_000
PATIENCE = 0.2
"""Seconds of work. Long articles take longer than posts: who types is answered about fewer of them, and is told so. Not
seconds of the clock: beside busy neighbours the same query would find another number at every letter."""
_BATCH = 250
_SHORT = 2_000
"""Characters of a text that is remembered once it is cut into words: no more than some dozen megabytes in all."""
_FACTS = ("text", "title", "author__name", "author__handle", "language", "network")
"""Columns of facts.Facts, in its order."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a query does among the latest listed mentions."""

    looked_at: int
    """At most LATEST, fewer where there are fewer or PATIENCE was over."""
    since: datetime | None
    """When the oldest of them was posted; None where there are none."""
    matching: list[int]
    """Primary keys of those that match, newest first."""

    @property
    def share(self) -> float:
        """Of those looked at, 0 to 1."""
        return len(self.matching) / self.looked_at if self.looked_at else 0.0


def preview(query: Query, patience: float = PATIENCE) -> Preview:
    """Ask `query` of the LATEST mentions of the brand in scope, as many as `patience` allows."""
    until, matching, number, since = thread_time() + patience, [], 0, None
    for number, (pk, posted_at, *said) in zip(count(1), _latest(), strict=False):
        since = posted_at
        if query.matches(_document(Facts(*(part or "" for part in said)))):
            matching.append(pk)
        if number % 10 == 0 and thread_time() > until:
            break
    return Preview(number, since, matching)


def _document(facts: Facts) -> Document:
    return _remembered(facts) if len(facts.text) <= _SHORT else Document.of(**facts._asdict())


@lru_cache(maxsize=LATEST)
def _remembered(facts: Facts) -> Document:
    """Who types asks the same mentions at every letter."""
    return Document.of(**facts._asdict())


def _latest() -> Iterator[tuple[Any, ...]]:
    """Primary key, moment and Facts of the latest mentions, a batch at a time: what is not looked at is not read."""
    latest = Mention.objects.filter(LISTED).order_by("-posted_at", "-pk")
    after = latest
    for done in range(0, LATEST, _BATCH):
        size = min(_BATCH, LATEST - done)
        rows = list(after.values_list("pk", "posted_at", *_FACTS)[:size])
        yield from rows
        if len(rows) < size:
            return
        after = latest.filter(older_than(Mention(pk=rows[-1][0], posted_at=rows[-1][1])))
