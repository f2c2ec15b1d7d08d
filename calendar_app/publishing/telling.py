"""Who hears of what became of a publication: the log, the bell, other programs. In the caller's transaction."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from brands import events, notices, webhooks
from calendar_app.models import Publication
from calendar_app.signals import post_failed

PUBLISHED, FAILED, UNKNOWN, MISSED, HELD, HANDED = (
    "publication.published",
    "publication.failed",
    "publication.unknown",
    "publication.missed",
    "publication.held",
    "publication.handed",
)
WEBHOOKS = {
    PUBLISHED: "post.published",
    FAILED: "post.failed",
    UNKNOWN: "post.unknown",
    MISSED: "post.missed",
    HELD: "post.held",
    HANDED: "post.handed",
}
"""What other programs know each by."""
_OWN_REASONS = {Publication.HeldFor.AUTHOR, Publication.HeldFor.CHANGED}
"""Of a broken account its own notice tells; who paused something knows."""
KINDS = (FAILED, UNKNOWN, MISSED, HELD, HANDED)


def published(publication: Publication) -> None:
    """It is public."""
    _log(PUBLISHED, publication, **_late(publication))


def as_published(publication: Publication) -> dict[str, Any]:
    """The entry of the log that `published` makes, for brands.events.VALUES."""
    told = _told(publication, **_late(publication))
    columns = events.columns(PUBLISHED, publication.post, brand=publication.brand, after=told, by=events.SYSTEM)
    return events.in_sql(columns)


def announce_published(publication: Publication) -> None:
    """Tell other programs that it is public; the log knows."""
    _announce(PUBLISHED, publication)


def is_heard(publication: Publication) -> bool:
    """Whether other programs may want to know: asked once for all that is claimed together."""
    return getattr(publication, "is_heard", True)


def failed(publication: Publication) -> None:
    """It was refused, or could not be sent."""
    _bad(FAILED, publication, error=publication.last_error)


def unknown(publication: Publication) -> None:
    """It may be public, and nobody could find out so far."""
    _bad(UNKNOWN, publication, error=publication.last_error)


def missed(publication: Publication) -> None:
    """Its time is too long ago. Nothing was sent."""
    _bad(MISSED, publication)


def held(publication: Publication) -> None:
    """Something stopped it. Nothing was sent."""
    _log(HELD, publication, reason=publication.held_for)
    if publication.held_for in _OWN_REASONS:
        _tell(HELD, publication)


def handed(publication: Publication) -> None:
    """Its time has come, and a person publishes it."""
    _log(HANDED, publication)
    _tell(HANDED, publication)


def settle(publication: Publication) -> None:
    """What was told of it is over."""
    for kind in KINDS:
        notices.settle(kind, [publication.public_id])


def _bad(kind: str, publication: Publication, **after: Any) -> None:
    _log(kind, publication, **after)
    _tell(kind, publication)
    news = {"brand_id": publication.brand_id, "publication_id": publication.pk}
    transaction.on_commit(partial(post_failed.send, Publication, **news), robust=True)


def _log(verb: str, publication: Publication, **after: Any) -> None:
    told = _told(publication, **after)
    events.record(verb, publication.post, brand=publication.brand, after=told, by=events.SYSTEM)
    _announce(verb, publication)


def _announce(verb: str, publication: Publication) -> None:
    if is_heard(publication):
        webhooks.announce(publication.brand, WEBHOOKS[verb], _news(publication))


def _told(publication: Publication, **after: Any) -> dict[str, Any]:
    return {"account": str(publication.account), **after}


def _late(publication: Publication) -> dict[str, int]:
    return {"late": round(publication.lateness or 0)}


def _news(publication: Publication) -> dict[str, Any]:
    """What other programs are told: docs/webhooks.md lists it."""
    account = publication.account
    return {
        "post": publication.post.public_id,
        "publication": publication.public_id,
        "account": {"id": account.public_id, "name": str(account), "network": account.network},
        "due_at": publication.due_at,
        "published_at": publication.published_at,
        "address": publication.url or None,
        "error": publication.last_error or None,
        "held_for": publication.held_for or None,
    }


def _tell(kind: str, publication: Publication) -> None:
    words = {"post": publication.post.public_id, "account": str(publication.account), "text": str(publication.post)}
    notices.tell(publication.brand, kind, publication.public_id, **words)
