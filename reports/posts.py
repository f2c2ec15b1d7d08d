"""The posts of a period that most was done with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import OuterRef, Subquery

from brands.models import Brand
from calendar_app.models import Measurement, Publication
from core import clock
from reports.kpis.publishing import interactions
from reports.periods import Period

MOST = 500
"""Posts that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class BestPost:
    """A post on one account, with what its last reading told."""

    publication: Publication
    interactions: int
    reach: int | None
    views: int | None
    figures: dict[str, int]
    read_at: datetime


def best(brand: Brand, period: Period, limit: int = 5) -> list[BestPost]:
    """Posts published in `period`, most interactions first; those never read are left out.

    Posts are not of one age: an older one had more time. One query; call in the brand's scope.
    """
    start, end = (datetime.combine(day, time(), brand.zone) for day in (period.first, period.last + timedelta(days=1)))
    last = Measurement.objects.filter(publication=OuterRef("pk"), at__lte=clock.now()).order_by("-step")
    public = (
        Publication.objects.filter(published_at__gte=start, published_at__lt=end, post__deleted_at=None)
        .select_related("post", "account")
        .annotate(told=Subquery(last.values("values")[:1]), read_at=Subquery(last.values("at")[:1]))
        .exclude(told=None)
        .order_by("-published_at", "-pk")[:MOST]
    )
    found = [_made(publication, publication.told, publication.read_at) for publication in public]
    return sorted(found, key=lambda one: -one.interactions)[:limit]


def _made(publication: Publication, told: dict[str, int], read_at: datetime) -> BestPost:
    acted = {name: told.get(name) for name in ("likes", "reposts", "quotes", "replies", "saves")}
    return BestPost(publication, int(interactions(**acted) or 0), told.get("reach"), told.get("views"), told, read_at)
