"""Mentions older than a brand keeps are deleted, in small batches, except those that a person touched.

A closed day's counts never change: what was deleted stays counted. Kept.since says from when on the table is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from brands.models import Brand
from brands.scope import current_brand_id
from core import bulk, clock
from monitoring import counts, recounting
from monitoring.models import Author, Kept, Labeller, Mention, MentionTag, Reading, Source

BATCH = 500
HIDDEN_DAYS = timedelta(days=30)
_COUNT_UP_TO = 10_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What retention will do. Numbers stop at 10,000."""

    before: datetime
    """Mentions posted before this moment go …"""
    going: int
    staying: int
    """… except those that somebody starred, tagged, noted, assigned, handled or corrected."""


def horizon(brand: Brand, at: datetime, *, months: int | None = None) -> datetime:
    """The oldest moment that `brand` keeps at `at`: where its day of that many months ago begins, to the hour."""
    today = at.astimezone(brand.zone).date()
    count = today.year * 12 + today.month - 1 - (months or brand.retention_months)
    year, month = divmod(count, 12)
    day = today.replace(year=year, month=month + 1, day=min(today.day, _days_in(year, month + 1)))
    return counts.hour_of(day, brand.zone)


def kept_since(brand: Brand, at: datetime) -> datetime:
    """From when on mentions are taken in: the horizon, or what was once deleted up to, if that is later.

    An older item would be deleted at night and counted anew in the morning. Call in the brand's scope.
    """
    kept = bulk.one("SELECT since FROM monitoring_kept WHERE brand_id = %s", [current_brand_id()])
    since: datetime = max([horizon(brand, at), *(kept or ())])
    return since


def preview(brand: Brand, *, months: int | None = None) -> Preview:
    """What would go if `brand` kept `months` (as it is set, if None). Call in its scope."""
    before = horizon(brand, clock.now(), months=months)
    old = Mention.objects.filter(posted_at__lt=before)
    going = old.filter(~touched())[: _COUNT_UP_TO + 1].count()
    return Preview(before, min(going, _COUNT_UP_TO), old.filter(touched())[:_COUNT_UP_TO].count())


def run(brand: Brand, *, at: datetime | None = None, batch: int = BATCH) -> int:
    """Delete what `brand` no longer keeps; returns how many mentions went. Call in its scope, outside a transaction."""
    before = horizon(brand, at or clock.now())
    if not Mention.objects.filter(~touched(), posted_at__lt=before).exists():
        return 0
    recounting.follow_zone(brand)
    # First closed, then deleted: nothing old comes in behind the broom, and recount never sees a half-swept hour.
    with transaction.atomic():
        counts.hold(brand.pk)
        Kept.objects.bulk_create([Kept(brand=brand, since=before)], ignore_conflicts=True)
        Kept.objects.filter(since__lt=before).update(since=before)
    deleted = 0
    while gone := _delete_batch(before, batch):
        deleted += gone
    _delete_silent_authors(batch)
    return deleted


def purge_sources(*, at: datetime | None = None, batch: int = BATCH) -> int:
    """Delete sources of the brand in scope that were removed 30 days ago; their mentions stay, and belong to nobody."""
    old = Source.with_deleted.filter(deleted_at__lt=(at or clock.now()) - HIDDEN_DAYS)
    purged = 0
    for source in old:
        while pks := list(Mention.objects.filter(source=source).order_by("pk").values_list("pk", flat=True)[:batch]):
            with transaction.atomic():
                list(Mention.objects.filter(pk__in=pks).select_for_update().order_by("pk").values_list("pk"))
                Mention.objects.filter(pk__in=pks).update(source=None)
        source.delete()
        purged += 1
    return purged


def touched() -> Q:
    """Mentions that a person did something with. Reading is not doing."""
    here = {"mention": OuterRef("pk"), "brand": OuterRef("brand")}
    return (
        Q(assigned_to__isnull=False)
        | Q(department__isnull=False)
        | Q(handled_at__isnull=False)
        | ~Q(note="")
        | Q(sentiment_by=Labeller.PERSON)
        | Q(language_by=Labeller.PERSON)
        | Exists(Reading.objects.filter(**here, starred_at__isnull=False))
        | Exists(MentionTag.objects.filter(**here))
    )


def _delete_batch(before: datetime, size: int) -> int:
    old: QuerySet[Mention] = Mention.objects.filter(~touched(), posted_at__lt=before)
    pks = list(old.order_by("posted_at").values_list("pk", flat=True)[:size])
    with transaction.atomic():
        # Locked first, asked again after: somebody may have starred one in between.
        locked = Mention.objects.filter(pk__in=pks).select_for_update(skip_locked=True).order_by("pk")
        pks = list(locked.values_list("pk", flat=True))
        pks = list(Mention.objects.filter(~touched(), pk__in=pks).values_list("pk", flat=True))
        Reading.objects.filter(mention__in=pks).delete()
        return int(Mention.objects.filter(pk__in=pks).delete()[1].get("monitoring.Mention", 0))


def _delete_silent_authors(size: int) -> None:
    """People of whom nothing is kept any more are forgotten, unless the team hid them, or calls them important."""
    silent = ~Exists(Mention.objects.filter(brand=OuterRef("brand"), author=OuterRef("pk")))
    authors: QuerySet[Author] = Author.objects.filter(silent, hidden=False, vip=False)
    last = 0
    while pks := list(authors.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        last = pks[-1]
        with transaction.atomic():
            # Ingest holds the authors of what it is about to insert: those are skipped, or seen with their mention.
            locked = Author.objects.filter(pk__in=pks).select_for_update(skip_locked=True)
            free = list(locked.values_list("pk", flat=True))
            authors.filter(pk__in=free).delete()


def _days_in(year: int, month: int) -> int:
    return (datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC) - timedelta(days=1)).day
