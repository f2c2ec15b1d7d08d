"""A post's history: what it said after each sitting, and how to go back. Call inside the brand's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from accounts.models import User
from calendar_app.models import Post, Publication, Revision
from core import clock

MERGED = timedelta(minutes=2)
"""What one person saves within this time is one revision: pauses while typing are no history."""

Own = Mapping[str, Mapping[str, Any]]
"""{account's public id: what its variant says differently}."""


def keep(post: Post, own: Own, *, by: User | None, apart: bool = False) -> Revision:
    """Write down what `post` says now; with `apart` never over the last one."""
    at = clock.now()
    last: Revision | None = Revision.objects.filter(post=post).order_by("-number").first()
    if last and not apart and by is not None and last.by_id == by.pk and at - last.at < MERGED:
        last.number, last.content, last.own = post.version, post.content, own
        last.save(update_fields=["number", "content", "own"])
        return last
    made: Revision = Revision.objects.create(
        post=post, brand_id=post.brand_id, number=post.version, content=post.content, own=own, by=by, at=at
    )
    return made


def begin(said: Iterable[tuple[Post, Own]], *, by: User) -> None:
    """Write down what new posts say, in one statement."""
    at = clock.now()
    Revision.objects.bulk_create(
        Revision(post=post, brand_id=post.brand_id, number=post.version, content=post.content, own=own, by=by, at=at)
        for post, own in said
    )


def own_of(post: Post) -> dict[str, dict[str, Any]]:
    """What each variant of `post` says differently, by account; accounts that say the same are there with {}."""
    return dict(Publication.objects.filter(post=post).order_by("pk").values_list("account__public_id", "own"))
