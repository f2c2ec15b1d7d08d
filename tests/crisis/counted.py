"""Counts and mentions of a topic as tests of alerts need them, in the brand's scope."""

from __future__ import annotations

from datetime import datetime, timedelta

from brands.models import Brand
from core import clock
from crisis import series
from monitoring.models import Author, HourlyCount, Mention, MentionTopic, Topic

HOUR = timedelta(hours=1)


def topic(brand: Brand, name: str = "Avena", **fields) -> Topic:
    return Topic.objects.create(brand=brand, name=name, query=fields.pop("query", "avena"), **fields)


def past(topic: Topic, *, days: int = 20, n: int = 4, negative: int = 1) -> None:
    """So many mentions in each hour up to two hours ago: counters alone."""
    last = series.hour_of(clock.now()) - 2 * HOUR
    rows = []
    for hour in (last - step * HOUR for step in range(days * 24)):
        for sentiment, count in (("negative", negative), ("neutral", n - negative)):
            rows += [HourlyCount(topic=of, hour=hour, sentiment=sentiment, n=count) for of in (None, topic)]
    for row in rows:
        row.brand = topic.brand
    HourlyCount.objects.bulk_create(rows)


def heard(
    topic: Topic, n: int, sentiment: str = "neutral", *, ago: timedelta = timedelta(), text: str = "De avena", **fields
) -> list[Mention]:
    """So many mentions, all `ago`, with their counters."""
    at: datetime = clock.now() - ago
    first = Mention.objects.count()
    author, _made = Author.objects.get_or_create(brand=topic.brand, network="feed", external_id="eva", name="Eva")
    mentions = [
        Mention.objects.create(
            brand=topic.brand,
            network="feed",
            external_id=str(first + number),
            author=author,
            text=text,
            posted_at=at,
            first_seen_at=at,
            sentiment=sentiment,
            **fields,
        )
        for number in range(n)
    ]
    for mention in mentions:
        MentionTopic.objects.create(brand=topic.brand, mention=mention, topic=topic, posted_at=at)
    for of in (None, topic):
        key = {"brand": topic.brand, "topic": of, "hour": series.hour_of(at), "sentiment": sentiment}
        row, _made = HourlyCount.objects.get_or_create(**key, defaults={"n": 0})
        HourlyCount.objects.filter(pk=row.pk).update(n=row.n + n)
    return mentions
