"""How many mentions, by hour and by day: written beside the mentions in their transaction, read by pages and alerts.

A day is a day of the brand's zone. Counters know whole hours of UTC, so in zones half an hour or 45 minutes off UTC
(India, Nepal, parts of Australia) an hour belongs to the day in which it begins: up to 45 minutes of midnight's
mentions stand beside the day that a calendar would give them. Hours become days when they are read; DailyCount holds
days of the zone in CountedZone, and is built anew when the brand has moved to another (monitoring.recounting).

Writers hold the brand together; who builds counters anew, or changes topics, holds it alone. This lock comes before
those of all rows but the source's, so that nobody waits in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db import connection, models
from django.db.models import Min, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from brands.models import Brand
from core import bulk
from monitoring import top_days
from monitoring.models import CountedZone, DailyCount, HourlyCount, MentionTopic, Sentiment, Topic

_LOCKS = 0x636D6800 << 32
"""Advisory locks share one space of numbers in a database: these start with the letters «cmh»."""
_ALL = 0
"""Instead of a topic's id: all mentions of the brand. No topic has it, and unlike None it can be sorted."""
_ZONE = "SELECT time_zone FROM monitoring_countedzone WHERE brand_id = %s"
_HOURLY = ("topic_id", "hour", "sentiment")
_DAILY = ("topic_id", "day", "network", "language", "sentiment")

_Key = tuple[int, datetime, str, str, str]
"""Topic's id or _ALL, hour, network, language, sentiment."""


class Countable(Protocol):
    """What of a mention is counted, whether it is a row already or will be one."""

    @property
    def listed(self) -> bool: ...
    @property
    def posted_at(self) -> datetime: ...
    @property
    def network(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def sentiment(self) -> str: ...


class Changes:
    """What a transaction does to the counters, gathered before it is written once."""

    def __init__(self) -> None:
        self._by: dict[_Key, int] = defaultdict(int)

    def add(self, mention: Countable, topics: Collection[int] = ()) -> None:
        """Count `mention` as it stands, if it is listed: in its brand, and in each of `topics` (primary keys)."""
        self.add_to((_ALL, *topics), mention)

    def remove(self, mention: Countable, topics: Collection[int] = ()) -> None:
        """Take `mention`, as it stands, out of the counts: call before changing it, and add it again after."""
        self.add_to((_ALL, *topics), mention, -1)

    def add_to(self, topics: Iterable[int], mention: Countable, n: int = 1) -> None:
        """Count `mention`, if it is listed, `n` times in `topics` alone: the brand has counted it already."""
        if not mention.listed:
            return
        hour = mention.posted_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        for topic_id in topics:
            self._by[topic_id, hour, mention.network, mention.language, mention.sentiment] += n

    def hourly(self) -> list[tuple[Any, ...]]:
        """Topic, hour, sentiment, and the change: what does not cancel out, in key order."""
        return _sums(((topic_id, hour, sentiment), n) for (topic_id, hour, _, _, sentiment), n in self._by.items())

    def daily(self, zone: ZoneInfo) -> list[tuple[Any, ...]]:
        """Topic, day in `zone`, network, language, sentiment, and the change: what does not cancel out, in key order.

        The sorting is what keeps two writers from waiting for each other in a circle.
        """
        days = {hour: hour.astimezone(zone).date() for hour in self.hours}
        return _sums(((topic_id, days[hour], *rest), n) for (topic_id, hour, *rest), n in self._by.items())

    @property
    def hours(self) -> set[datetime]:
        """Hours in which a listed mention has changed, also those whose counts stay."""
        return {hour for _, hour, *_ in self._by}

    def __bool__(self) -> bool:
        return any(self._by.values())


def _sums(parts: Iterable[tuple[tuple[Any, ...], int]]) -> list[tuple[Any, ...]]:
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    for key, n in parts:
        sums[key] += n
    return [(*key, n) for key, n in sorted(sums.items()) if n]


def hold(brand_id: int) -> None:
    """Keep counters from being built anew, and topics from being changed, until this transaction ends.

    Call it first in each transaction that changes what is counted.
    """
    _lock("pg_advisory_xact_lock_shared", brand_id)


def hold_alone(brand_id: int) -> None:
    """Wait until nobody writes what is counted, and let nobody begin until this transaction ends."""
    _lock("pg_advisory_xact_lock", brand_id)


def _lock(function: str, brand_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCKS + brand_id])


def write(brand_id: int, changes: Changes) -> None:
    """Upsert the counters in key order; last in the caller's transaction, because it locks what others need.

    The tops of the days are due, also where only texts have changed. Call in the brand's scope, with the brand held.
    """
    if not changes.hours:
        return
    zone = _counted_zone(brand_id)
    if changes:
        _add(HourlyCount, _HOURLY, brand_id, changes.hourly())
        _add(DailyCount, _DAILY, brand_id, changes.daily(zone))
    top_days.mark(brand_id, {hour.astimezone(zone).date() for hour in changes.hours})


def _add(model: type[models.Model], key: tuple[str, ...], brand_id: int, sums: list[tuple[Any, ...]]) -> None:
    rows = [(brand_id, topic_id or None, *rest) for topic_id, *rest in sums]
    then = f"ON CONFLICT (brand_id, {', '.join(key)}) DO UPDATE SET n = {model._meta.db_table}.n + excluded.n"
    bulk.insert(model, ("brand_id", *key, "n"), rows, then=then)


def _counted_zone(brand_id: int) -> ZoneInfo:
    """The zone in which days are counted; from the brand's first count on that is where it lives then."""
    if (counted := bulk.one(_ZONE, [brand_id])) is None:
        now = Brand.objects.values_list("time_zone", flat=True).get(pk=brand_id)
        bulk.insert(CountedZone, ("brand_id", "time_zone"), [(brand_id, now)], then="ON CONFLICT (brand_id) DO NOTHING")
        counted = bulk.one(_ZONE, [brand_id]) or (now,)
    return ZoneInfo(counted[0])


def topics_of(mention_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Topics (primary keys) in which each of these mentions is counted, removed ones too; () for those with none.

    Lock the mentions before: who matches them again does so too.
    """
    found: dict[int, tuple[int, ...]] = dict.fromkeys(mention_ids, ())
    matches = MentionTopic.objects.filter(mention__in=mention_ids).values_list("mention_id", "topic_id")
    for mention_id, topic_id in matches.order_by("mention_id", "topic_id"):
        found[mention_id] += (topic_id,)
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the brand's zone."""

    date: date
    by_sentiment: dict[str, int]
    """Every sentiment, zeros too."""

    @property
    def total(self) -> int:
        return sum(self.by_sentiment.values())


def by_day(brand: Brand, first: date, last: date, topic: Topic | int | None = None, **only: Any) -> list[Day]:
    """Listed mentions from `first` to `last`, both counted, in the brand's zone: one Day each, empty ones too.

    Those of `topic`, or of the brand. `only` filters hours: hour__lte=…, sentiment="negative".
    """
    start, end = hour_of(first, brand.zone), hour_of(last + timedelta(days=1), brand.zone)
    grouped = (
        HourlyCount.objects.filter(topic=topic, hour__gte=start, hour__lt=end, **only)
        .annotate(day=TruncDate("hour", tzinfo=brand.zone))
        .values_list("day", "sentiment")
        .annotate(total=Sum("n"))
    )
    found = {(day, sentiment): total for day, sentiment, total in grouped}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [Day(day, {s: found.get((day, s), 0) for s in Sentiment.values}) for day in days]


def by_hour(brand: Brand, first: date, last: date, topic: Topic | None = None) -> list[tuple[datetime, dict[str, int]]]:
    """Listed mentions from `first` to `last`, both counted, by hour (in UTC) and sentiment; hours without any left out.

    Those of `topic`, or of the brand.
    """
    start, end = hour_of(first, brand.zone), hour_of(last + timedelta(days=1), brand.zone)
    found: dict[datetime, dict[str, int]] = {}
    counted = HourlyCount.objects.filter(topic=topic, hour__gte=start, hour__lt=end, n__gt=0).order_by("hour")
    for hour, sentiment, n in counted.values_list("hour", "sentiment", "n"):
        found.setdefault(hour, dict.fromkeys(Sentiment.values, 0))[sentiment] = n
    return list(found.items())


def hour_of(day: date, zone: ZoneInfo) -> datetime:
    """The first whole hour of UTC that begins on `day` in `zone`."""
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    whole = midnight.replace(minute=0, second=0)
    return whole if whole == midnight else whole + timedelta(hours=1)


def heard_since(brand: Brand) -> date | None:
    """The day in the brand's zone of the oldest mention that was ever counted; None where there is none."""
    counted = HourlyCount.objects.filter(brand=brand, topic=None, n__gt=0)
    oldest = counted.aggregate(oldest=Min("hour"))["oldest"]
    return timezone.localtime(oldest, brand.zone).date() if oldest else None


def totals(
    brand: Brand, first: date, last: date, by: str, topic: Topic | int | None = None, **only: Any
) -> dict[Any, int]:
    """Listed mentions from `first` to `last`, by "network", "language" or "sentiment"; most first, none left out.

    Those of `topic`, or of the brand; by "topic": of each that is not removed, by its primary key. `only` filters:
    network="feed", language__in=["es", "en"]. For a minute after the brand has moved to another zone, days are still
    those of the one before.
    """
    counted: QuerySet[DailyCount] = DailyCount.objects.filter(brand=brand, day__range=(first, last), **only)
    if by == "topic":
        counted = counted.filter(topic__isnull=False, topic__deleted_at=None)
    else:
        counted = counted.filter(topic=topic)
    grouped = counted.values_list(by).annotate(total=Sum("n")).filter(total__gt=0)
    return dict(grouped.order_by("-total", by))
