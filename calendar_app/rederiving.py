"""Instants are derived from wall times again when zone data changes: «9:00 in Mexico City» stays 9:00 there."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from brands import events
from brands.scope import brand_scope
from calendar_app import wall_time
from calendar_app.locking import hold
from calendar_app.models import Post, Publication
from core import clock

_BATCH = 200


def rederive() -> int:
    """Derive again what is still ahead and was derived with other zone data; returns how many instants moved."""
    stale: QuerySet[Post] = Post.all_brands.filter(
        due_at__gt=clock.now(), wall_date__isnull=False, wall_time__isnull=False
    )
    stale = stale.exclude(zone_data=wall_time.version()).exclude(zone="")
    moved = 0
    while posts := list(stale.select_related("brand").order_by("pk")[:_BATCH]):
        for post in posts:
            with brand_scope(post.brand_id):
                moved += _derive(post)
    return moved


@transaction.atomic
def _derive(post: Post) -> bool:
    """Whether the instant of `post` moved."""
    held, publications = hold(post)
    if not (held.wall_date and held.wall_time and held.zone):
        return False  # changed meanwhile
    at = wall_time.instant(held.wall_date, held.wall_time, held.zone, held.fold).at
    Post.with_deleted.filter(pk=held.pk).update(due_at=at, zone_data=wall_time.version())
    if at == held.due_at:
        return False
    waiting = [row.pk for row in publications if row.state == Publication.State.WAITING and row.due_at == held.due_at]
    Publication.objects.filter(pk__in=waiting).update(due_at=at, not_before=at)
    before = {"at": held.due_at and held.due_at.isoformat()}
    events.record("post.rederived", held, brand=held.brand, before=before, after={"at": at.isoformat()})
    return True
