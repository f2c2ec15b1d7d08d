"""Counters as tests compare them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from brands.models import Brand
from monitoring import recounting
from monitoring.models import LISTED, CountedZone, DailyCount, HourlyCount, Kept, Mention, MentionTopic

HOURLY = ("topic", "hour", "sentiment")
DAILY = ("topic", "day", "network", "language", "sentiment")


def hourly() -> dict[tuple, int]:
    return {tuple(key): n for *key, n in HourlyCount.objects.exclude(n=0).values_list(*HOURLY, "n")}


def daily() -> dict[tuple, int]:
    return {tuple(key): n for *key, n in DailyCount.objects.exclude(n=0).values_list(*DAILY, "n")}


def both() -> tuple[dict[tuple, int], dict[tuple, int]]:
    return hourly(), daily()


def agree(brand: Brand) -> bool:
    """Whether the counters are those that a recount builds; they are afterwards."""
    before = both()
    recounting.recount(brand)
    return both() == before


def by_language(topic: int | None = None) -> dict[tuple[str, str], int]:
    """Mentions by language and sentiment, of a topic or of all."""
    found: dict[tuple[str, str], int] = {}
    for (of, _, _, language, sentiment), n in daily().items():
        if of == topic:
            found[language, sentiment] = found.get((language, sentiment), 0) + n
    return found


def counted_by_hand() -> tuple[dict[tuple, int], dict[tuple, int]]:
    """What both tables should say of what retention has not closed, mention by mention, in the counted zone."""
    zone = ZoneInfo(CountedZone.objects.values_list("time_zone", flat=True).first() or "UTC")
    hours: Counter[tuple] = Counter()
    days: Counter[tuple] = Counter()
    topics: dict[int, list[int | None]] = defaultdict(lambda: [None])
    for mention, topic in MentionTopic.objects.values_list("mention", "topic"):
        topics[mention].append(topic)
    for mention in Mention.objects.filter(LISTED, posted_at__gte=closed_before()):
        hour = mention.posted_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        day = hour.astimezone(zone).date()
        for topic in topics[mention.pk]:
            hours[topic, hour, mention.sentiment] += 1
            days[topic, day, mention.network, mention.language, mention.sentiment] += 1
    return dict(hours), dict(days)


def open_ones() -> tuple[dict[tuple, int], dict[tuple, int]]:
    """What both tables say of what retention has not closed."""
    zone = ZoneInfo(CountedZone.objects.values_list("time_zone", flat=True).first() or "UTC")
    hour, day = closed_before(), closed_before().astimezone(zone).date()
    return {k: n for k, n in hourly().items() if k[1] >= hour}, {k: n for k, n in daily().items() if k[1] >= day}


def closed_before() -> datetime:
    return Kept.objects.values_list("since", flat=True).first() or datetime(1900, 1, 1, tzinfo=UTC)
