"""How many mentions, by hour: written beside the mentions in their transaction, read by pages and alerts.

A day is a day of the brand's zone. Counters know whole hours of UTC, so in zones half an hour or 45 minutes off UTC
(India, Nepal, parts of Australia) an hour belongs to the day in which it starts: up to 45 minutes of midnight's
mentions stand beside the day that a calendar would give them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncHour
from django.utils import timezone

from brands.models import Brand
from core import bulk
from monitoring.models import LISTED, HourlyCount, Kept, Mention, Sentiment

_LOCKS = 0x636D6800 << 32
"""Advisory locks share one space of numbers in a database: these start with the letters «cmh»."""
_COLUMNS = ("brand_id", "hour", "network", "language", "sentiment", "n")
_ADD = (
    "ON CONFLICT (brand_id, hour, network, language, sentiment) DO UPDATE SET n = monitoring_hourlycount.n + excluded.n"
)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What one counter counts; sorted by it, so that no two writers wait for each other in a circle."""

    hour: datetime
    network: str
    language: str
    sentiment: str


class Changes:
    """What a transaction does to the counters, gathered before it is written once."""

    def __init__(self) -> None:
        self._by: dict[Key, int] = {}

    def add(self, mention: Mention, n: int = 1) -> None:
        """Count `mention` as it stands, `n` times, if it is listed."""
        if mention.listed:
            key = key_of(mention)
            self._by[key] = self._by.get(key, 0) + n

    def remove(self, mention: Mention) -> None:
        """Take `mention`, as it stands, out of the counts: call before changing it, and add it again after."""
        self.add(mention, -1)

    def sorted(self) -> list[tuple[Key, int]]:
        """What does not cancel out, in key order."""
        return sorted((key, n) for key, n in self._by.items() if n)


def key_of(mention: Mention) -> Key:
    """The counter that `mention` belongs to."""
    hour = mention.posted_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return Key(hour, mention.network, mention.language, mention.sentiment)


def write(brand_id: int, changes: Changes) -> None:
    """Upsert the counters in key order, in the caller's transaction; last in it, because it holds what others need."""
    rows = [(brand_id, key.hour, key.network, key.language, key.sentiment, n) for key, n in changes.sorted()]
    if not rows:
        return
    _lock("pg_advisory_xact_lock_shared", brand_id)
    bulk.insert(HourlyCount, _COLUMNS, rows, then=_ADD)


def recount(brand: Brand) -> int:
    """Build the counters of `brand` anew from its mentions; returns how many there are. Call in its scope.

    Hours before Kept.since are closed: part of their mentions is deleted, so their counters stay as they are. Writers
    of this brand wait meanwhile: what they have written is counted here, what they have not they still add.
    """
    with transaction.atomic():
        _lock("pg_advisory_xact_lock", brand.pk)
        counters, mentions = HourlyCount.objects.all(), Mention.objects.filter(LISTED)
        if since := closed_before():
            counters, mentions = counters.filter(hour__gte=since), mentions.filter(posted_at__gte=since)
        counters.delete()
        grouped = mentions.annotate(hour=TruncHour("posted_at", tzinfo=UTC)).values_list(*_COLUMNS[1:-1])
        rows = [(brand.pk, *row) for row in grouped.annotate(n=Count("*")).order_by(*_COLUMNS[1:-1])]
        bulk.insert(HourlyCount, _COLUMNS, rows)
    return len(rows)


def closed_before() -> datetime | None:
    """The hour before which the counts of the brand in scope are closed; None where retention has deleted nothing."""
    kept: Kept | None = Kept.objects.first()
    return kept.since if kept else None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the brand's zone."""

    date: date
    by_sentiment: dict[str, int]
    """Every sentiment, zeros too."""

    @property
    def total(self) -> int:
        return sum(self.by_sentiment.values())


def by_day(brand: Brand, first: date, last: date, **only: Any) -> list[Day]:
    """Listed mentions from `first` to `last`, both counted, in the brand's zone: one Day each, empty ones too.

    `only` filters counters: network="feed", language__in=["es", "en"].
    """
    grouped = (
        _between(brand, first, last)
        .filter(**only)
        .annotate(day=TruncDate("hour", tzinfo=brand.zone))
        .values_list("day", "sentiment")
        .annotate(total=Sum("n"))
    )
    found = {(day, sentiment): total for day, sentiment, total in grouped}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [Day(day, {s: found.get((day, s), 0) for s in Sentiment.values}) for day in days]


def heard_since(brand: Brand) -> date | None:
    """The day in the brand's zone of the oldest mention that was ever counted; None where there is none."""
    oldest = HourlyCount.objects.filter(brand=brand, n__gt=0).aggregate(oldest=Min("hour"))["oldest"]
    return timezone.localtime(oldest, brand.zone).date() if oldest else None


def totals(brand: Brand, first: date, last: date, by: str, **only: Any) -> dict[str, int]:
    """Listed mentions from `first` to `last` of the brand's zone, by "network", "language" or "sentiment".

    Most first; kinds with none are left out.
    """
    grouped = _between(brand, first, last).filter(**only).values_list(by).annotate(total=Sum("n"))
    return {name: total for name, total in grouped.order_by("-total", by) if total}


def _between(brand: Brand, first: date, last: date) -> QuerySet[HourlyCount]:
    start = datetime.combine(first, time(), brand.zone)
    end = datetime.combine(last + timedelta(days=1), time(), brand.zone)
    counters: QuerySet[HourlyCount] = HourlyCount.objects.filter(hour__gte=start, hour__lt=end)
    return counters


def _lock(function: str, brand_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCKS + brand_id])
