"""Mentions, sources and counts as JSON."""

from __future__ import annotations

from typing import Any

from monitoring import counts
from monitoring.health import explain, health
from monitoring.models import Mention, Reading, Source


def mention(row: Mention) -> dict[str, Any]:
    """A mention (from monitoring.queries) as JSON."""
    own: Reading | None = next(iter(row.own), None)  # type: ignore[attr-defined]
    return {
        "id": row.public_id,
        "network": row.network,
        "kind": row.kind,
        "url": row.url,
        "title": row.title,
        "text": row.text,
        "author": _author(row),
        "source": {"id": row.source.public_id, "title": str(row.source)} if row.source else None,
        "posted_at": row.posted_at,
        "posted_at_is_guess": row.posted_at_is_guess,
        "first_seen_at": row.first_seen_at,
        "edited_at": row.edited_at,
        "gone_at": row.gone_at,
        "reach": row.reach,
        "language": row.language,
        "sentiment": _sentiment(row),
        "tags": [tagged.tag.name for tagged in row.tags],  # type: ignore[attr-defined]
        "assigned": row.assigned_to.public_id if row.assigned_to else None,
        "department": row.department.public_id if row.department else None,
        "note": row.note,
        "version": row.version,
        "handled_at": row.handled_at,
        "read": bool(own and own.read_at),
        "starred": bool(own and own.starred_at),
    }


def _author(row: Mention) -> dict[str, Any] | None:
    author = row.author
    if author is None:
        return None
    return {"id": author.public_id, "name": author.name, "handle": author.handle, "url": author.url}


def _sentiment(row: Mention) -> dict[str, Any]:
    return {
        "label": row.sentiment,
        "by": row.sentiment_by,
        "score": row.score,
        "confidence": row.confidence,
        "backend": row.backend,
        "backend_version": row.backend_version,
        "evidence": [
            {"word": word, "weight": weight, "start": start, "end": end} for word, weight, start, end in row.evidence
        ],
    }


def source(row: Source) -> dict[str, Any]:
    """A source as JSON; `trouble` is its last error as a sentence."""
    return {
        "id": row.public_id,
        "network": row.network,
        "address": row.address,
        "title": str(row),
        "kind": row.kind,
        "poll_minutes": row.poll_minutes,
        "paused": row.paused,
        "health": health(row),
        "trouble": explain(row),
        "last_success_at": row.last_success_at,
        "next_poll_at": row.not_before if row.state in {Source.State.WAITING, Source.State.RUNNING} else None,
        "items_found": row.items_found,
        "version": row.version,
        "created_at": row.created_at,
    }


def day(counted: counts.Day) -> dict[str, Any]:
    """The counts of one day as JSON."""
    return {"day": counted.date, **counted.by_sentiment, "total": counted.total}
