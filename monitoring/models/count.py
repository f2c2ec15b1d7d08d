"""Counters: written beside the mentions in their transaction, read by pages and alerts.

A row without a topic counts all listed mentions of the brand; a row with one, those that the topic matches: a mention
of three topics counts once in each and once in all.
"""

from __future__ import annotations

from django.db import models

from brands.scope import BrandModel, TenantForeignKey
from monitoring.models.mention import Sentiment


class HourlyCount(BrandModel):
    """How many listed mentions were posted in one hour: for courses over time, the heat map and alerts."""

    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, null=True, db_index=False)
    topic_id: int | None
    hour = models.DateTimeField()
    """Start of the hour, UTC."""
    sentiment = models.CharField(max_length=8, choices=Sentiment.choices)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "topic", "hour", "sentiment"], nulls_distinct=False, name="hourly_count_once"
            )
        ]


class DailyCount(BrandModel):
    """How many listed mentions were posted in one day, by what shares are made of.

    Two tables and not one, because hours × networks × languages would be as many rows as there are mentions.
    """

    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, null=True, db_index=False)
    topic_id: int | None
    day = models.DateField()
    """In the brand's zone as it was when this was counted (CountedZone): the day in which the mention's hour starts."""
    network = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    sentiment = models.CharField(max_length=8, choices=Sentiment.choices)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "topic", "day", "network", "language", "sentiment"],
                nulls_distinct=False,
                name="daily_count_once",
            )
        ]


class CountedZone(BrandModel):
    """The zone in which a brand's days are counted. Where it is not the brand's own any more, recount is due."""

    time_zone = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand"], name="counted_zone_once")]


class Kept(BrandModel):
    """From when on a brand's mentions are all there. What is older was deleted by retention; its counts are closed."""

    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand"], name="kept_once")]
