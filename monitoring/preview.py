"""What a query would have found: asked of the latest mentions while somebody is still writing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitoring import facts
from monitoring.matching import Document, Query
from monitoring.models import LISTED, Mention

LATEST = 2_000


@dataclass(frozen=True, slots=True)
class Preview:
    """How a query does among the latest listed mentions."""

    looked_at: int
    """At most LATEST."""
    since: datetime | None
    """When the oldest of them was posted; None where there are none."""
    matching: list[int]
    """Primary keys of those that match, newest first."""


def preview(query: Query) -> Preview:
    """Ask `query` of the LATEST mentions of the brand in scope."""
    latest = Mention.objects.filter(LISTED).order_by("-posted_at", "-pk").select_related("author")
    needed = ("posted_at", "text", "title", "language", "network", "author__name", "author__handle")
    mentions = list(latest.only(*needed)[:LATEST])
    found = [m.pk for m in mentions if query.matches(Document.of(**facts.of_mention(m)._asdict()))]
    return Preview(len(mentions), mentions[-1].posted_at if mentions else None, found)
