from __future__ import annotations

from django.db import models

from brands.scope import BrandModel
from monitoring.models.mention import Sentiment


class HourlyCount(BrandModel):
    """How many listed mentions of one kind were posted in one hour: what pages and alerts read instead of mentions.

    Counts by topic will be rows of a table of their own with `topic` after `brand`: a mention of three topics must not
    count three times here.
    """

    hour = models.DateTimeField()
    """Start of the hour, UTC."""
    network = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    sentiment = models.CharField(max_length=8, choices=Sentiment.choices)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "hour", "network", "language", "sentiment"], name="count_once")
        ]


class Kept(BrandModel):
    """From when on a brand's mentions are all there. What is older was deleted by retention; its counts are closed."""

    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand"], name="kept_once")]
