"""What a period is made of, by network, language, topic and hour of the week: read from counters, a query each."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db.models import Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from brands.models import Brand
from monitoring.counts import hour_of
from monitoring.models import DailyCount, HourlyCount, Sentiment, Topic
from monitoring.periods import Period

BySentiment = dict[str, int]
"""Every sentiment, zeros too."""


def by_network_and_language(
    period: Period, topic: Topic | None
) -> tuple[dict[str, BySentiment], dict[str, BySentiment]]:
    """Mentions of the brand in scope, or of `topic`, by network and by language; most first."""
    counted = DailyCount.objects.filter(topic=topic, day__range=(period.first, period.last))
    networks: dict[str, BySentiment] = defaultdict(_none)
    languages: dict[str, BySentiment] = defaultdict(_none)
    for network, language, sentiment, n in counted.values_list("network", "language", "sentiment").annotate(n=Sum("n")):
        networks[network][sentiment] += n
        languages[language][sentiment] += n
    return _most_first(networks), _most_first(languages)


def by_topic(period: Period) -> dict[int | None, BySentiment]:
    """Mentions of each topic of the brand in scope, by its primary key; by None, all that the brand has.

    A mention of two topics counts in both.
    """
    counted = DailyCount.objects.filter(topic__deleted_at=None, day__range=(period.first, period.last))
    topics: dict[int | None, BySentiment] = defaultdict(_none)
    for topic_id, sentiment, n in counted.values_list("topic_id", "sentiment").annotate(n=Sum("n")):
        topics[topic_id][sentiment] += n
    return dict(topics)


def by_hour_of_week(brand: Brand, period: Period, topic: Topic | None) -> dict[tuple[int, int], int]:
    """Mentions by weekday (1 is Monday, 7 Sunday) and hour (0 to 23) of the brand's zone; what has none is left out."""
    start, end = hour_of(period.first, brand.zone), hour_of(period.last + timedelta(days=1), brand.zone)
    grouped = (
        HourlyCount.objects.filter(topic=topic, hour__gte=start, hour__lt=end)
        .annotate(weekday=ExtractIsoWeekDay("hour", tzinfo=brand.zone), time=ExtractHour("hour", tzinfo=brand.zone))
        .values_list("weekday", "time")
        .annotate(total=Sum("n"))
        .filter(total__gt=0)
    )
    return {(weekday, time): total for weekday, time, total in grouped}


def _none() -> BySentiment:
    return dict.fromkeys(Sentiment.values, 0)


def _most_first(counted: dict[str, BySentiment]) -> dict[str, BySentiment]:
    """Without kinds that have none."""
    ordered = sorted(counted.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    return {key: by for key, by in ordered if any(by.values())}
