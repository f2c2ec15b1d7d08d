"""What was said most on each day: built by a job from the day's mentions, read by the dashboard in their place."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core.jobs import Job


class DailyTop(BrandModel):
    """The most frequent authors, terms, hashtags or links of one day, in mentions, of the brand or of one topic.

    A row is replaced as a whole. Days from before Kept.since are closed: their rows stay as they are.
    """

    class Kind(models.TextChoices):
        AUTHOR = "author", _("Authors")
        TERM = "term", _("Terms")
        HASHTAG = "hashtag", _("Hashtags")
        LINK = "link", _("Links")

    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, null=True, db_index=False)
    topic_id: int | None
    day = models.DateField()
    """Of the zone in CountedZone, as those of DailyCount."""
    kind = models.CharField(max_length=7, choices=Kind.choices)
    entries = models.JSONField()
    """[[key, mentions, as it is written], …], most first, at most tops.MOST. An author's key is its primary key.

    Written is empty for authors, and for words that stand only in addresses, handles and hashtags on that day.
    """
    cut = models.BooleanField()
    """There were more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "topic", "day", "kind"], nulls_distinct=False, name="daily_top_once"
            )
        ]


class DailyVoices(BrandModel):
    """Who spoke on one day, in the brand's mentions or in one topic's: one entry a column for each, the strongest only.

    Columns and not JSON, because a ranking adds up thousands of entries while somebody waits. A row is replaced as a
    whole, with the day's tops.
    """

    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, null=True, db_index=False)
    topic_id: int | None
    day = models.DateField()
    """Of the zone in CountedZone."""
    authors = ArrayField(models.BigIntegerField())
    """Primary keys; of some the row may be gone."""
    networks = ArrayField(models.CharField(max_length=20))
    mentions = ArrayField(models.IntegerField())
    negatives = ArrayField(models.IntegerField())
    positives = ArrayField(models.IntegerField())
    answers = ArrayField(models.IntegerField())
    """What others replied on this day to anything of theirs that we hold."""
    audiences = ArrayField(models.BigIntegerField(null=True))
    """Followers, or people who could see a mention if they were more; null where the network tells neither."""
    cut = models.BooleanField()
    """There were more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "topic", "day"], nulls_distinct=False, name="daily_voices_once")
        ]


class TopDay(Job, BrandModel):
    """A day whose DailyTop rows are due to be built, or were built: waiting where its mentions have changed since."""

    work = _("days of top terms to be counted")

    day = models.DateField()
    changes = models.BigIntegerField(default=0)
    """Grows with changes while the day is being built: then it is built once more."""
    built_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "day"], name="top_day_once")]
        indexes = [
            Job.due_index("top_day_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="top_day_running"),
        ]
