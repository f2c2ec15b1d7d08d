"""A topic's counts as detection takes them: whole hours from the counters, the last ones by five minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, F, Func, Min, Value

from brands.models import Brand
from crisis.detection import DAYS
from monitoring.models import HourlyCount, MentionTopic, Sentiment, Topic

HOUR, FIVE = timedelta(hours=1), timedelta(minutes=5)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Counted = dict[str, int]
"""Mentions of a bucket by sentiment."""
Pick = Callable[[Counted], int]


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of a topic in time order. Buckets without a mention are there too, with {}."""

    zone: ZoneInfo
    hours: list[tuple[datetime, Counted]]
    """UTC, from the first hour in which the brand was heard, DAYS and a day ago at most."""

    def local(self, pick: Pick, *, until: datetime) -> Iterator[tuple[datetime, int]]:
        """Hours before `until`, on the clock of the brand."""
        return ((hour.astimezone(self.zone), pick(by)) for hour, by in self.hours if hour < until)


def negative(by: Counted) -> int:
    return by.get(Sentiment.NEGATIVE, 0)


def everything(by: Counted) -> int:
    return sum(by.values())


def share(by: Counted) -> float | None:
    """Of what is scored, so much is negative; None where nothing is."""
    scored = sum(n for sentiment, n in by.items() if sentiment != Sentiment.UNSCORED)
    return negative(by) / scored if scored else None


def hour_of(at: datetime) -> datetime:
    """The hour of UTC in which `at` lies."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def of(brand: Brand, topic: Topic, now: datetime, *, days: int = DAYS + 1) -> Series:
    """The hours of `topic` up to the one of `now`; two queries along an index. Call in the brand's scope."""
    last = hour_of(now)
    oldest = last - timedelta(days=days)
    heard = HourlyCount.objects.filter(topic=None, hour__gte=oldest, n__gt=0).aggregate(first=Min("hour"))["first"]
    if heard is None:
        return Series(brand.zone, [])
    found: dict[datetime, Counted] = defaultdict(dict)
    counted = HourlyCount.objects.filter(topic=topic, hour__gte=heard, hour__lte=last, n__gt=0)
    for hour, sentiment, n in counted.values_list("hour", "sentiment", "n"):
        found[hour.astimezone(UTC)][sentiment] = n
    first = heard.astimezone(UTC)
    hours = [first + n * HOUR for n in range(int((last - first) / HOUR) + 1)]
    return Series(brand.zone, [(hour, found.get(hour, {})) for hour in hours])


def by_five_minutes(topic: Topic, since: datetime, now: datetime) -> list[tuple[datetime, Counted]]:
    """The mentions of `topic` from `since` (a whole hour) to `now` by buckets of five minutes, empty ones too."""
    bucket = Func(
        Value(FIVE), F("posted_at"), Value(_EPOCH, DateTimeField()), function="date_bin", output_field=DateTimeField()
    )
    listed = MentionTopic.objects.filter(
        topic=topic, posted_at__gte=since, posted_at__lte=now, mention__gone_at=None, mention__hidden=False
    )
    grouped = listed.annotate(bucket=bucket).values_list("bucket", "mention__sentiment").annotate(n=Count("pk"))
    found: dict[datetime, Counted] = defaultdict(dict)
    for at, sentiment, n in grouped:
        found[at.astimezone(UTC)][sentiment] = n
    first = since.astimezone(UTC)
    return [(at, found.get(at, {})) for at in (first + n * FIVE for n in range(int((now - first) / FIVE) + 1))]
