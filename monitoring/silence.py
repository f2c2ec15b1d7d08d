"""Sources that should have spoken: a feed that moved without a word answers for years, with nothing new.

What is usual is read off the source itself: its longest pause among its latest mentions. Weekends, holidays and slow
bloggers are in it already.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from brands import notices
from brands.models import Brand
from core import clock
from monitoring.models import Mention, Source

SILENT, STOPPED = "source.silent", "source.stopped"
SHORTEST = timedelta(hours=24)
"""No source has to speak every day."""
PATIENCE = 1.5
"""Times the longest pause."""
LATEST = 200
"""Mentions that are looked at."""
FEW = 10
"""With fewer, nobody can say what is usual."""


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a source has said nothing, and how long it ever did."""

    since: datetime
    longest: timedelta

    def too_long(self, now: datetime) -> bool:
        return now - self.since > max(SHORTEST, self.longest * PATIENCE)


def silence(moments: Sequence[datetime]) -> Silence | None:
    """From when a source posted, in any order; None where FEW moments prove nothing."""
    if len(moments) < FEW:
        return None
    ordered = sorted(moments)
    pauses = (later - earlier for earlier, later in itertools.pairwise(ordered))
    return Silence(ordered[-1], max(pauses))


def of(source: Source) -> Silence | None:
    """What `source` has said lately. Call in its brand's scope."""
    latest = Mention.objects.filter(source=source).order_by("-posted_at", "-id").values_list("posted_at", flat=True)
    return silence(list(latest[:LATEST]))


def check(brand: Brand) -> int:
    """Tell the team of sources that fell silent or were stopped, and settle what is over; returns how many are told.

    Call in the brand's scope. Paused sources are silent because somebody wants it.
    """
    now, told = clock.now(), 0
    silent: set[str] = set()
    stopped: set[str] = set()
    for source in Source.objects.exclude(state=Source.State.PAUSED):
        if source.state == Source.State.FAILED:
            stopped.add(source.public_id)
            told += notices.tell(brand, STOPPED, source.public_id, source=str(source))
        elif (found := of(source)) and found.too_long(now):
            silent.add(source.public_id)
            told += notices.tell(
                brand, SILENT, source.public_id, source=str(source),
                silent=(now - found.since).total_seconds(), longest=found.longest.total_seconds(),
            )  # fmt: skip
    for kind, standing in ((SILENT, silent), (STOPPED, stopped)):
        notices.settle(kind, notices.standing(kind) - standing)
    return told
