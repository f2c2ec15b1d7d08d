from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, DeletableModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.jobs import Job
from core.text import fold
from core.versions import Versioned


class Topic(Versioned, DeletableModel):
    """What is listened for: a query in the language of monitoring.matching, under a name."""

    class Kind(models.TextChoices):
        BRAND = "brand", _("Own brand")
        COMPETITOR = "competitor", _("Competitor")
        MARKET = "market", _("Market")
        CAMPAIGN = "campaign", _("Campaign")
        PERSON = "person", _("Person")

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=80)
    sort_key = models.CharField(max_length=80, editable=False)
    """The name folded, so that names are once and sort as people expect."""
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.BRAND)
    query = models.TextField(_("query"))
    query_version = models.PositiveIntegerField(default=1, editable=False)
    """Counts changes of the query alone: who matched with an older one matches again."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "sort_key"], condition=Q(deleted_at=None), name="topic_once_by_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:80]
        super().save(*args, **kwargs)


class MentionTopic(BrandModel):
    """A mention that a topic matches."""

    mention = TenantForeignKey("monitoring.Mention", models.CASCADE, related_name="matches", db_index=False)
    mention_id: int
    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, db_index=False)
    topic_id: int
    posted_at = models.DateTimeField()
    """The mention's own, here too: a topic's mentions are read newest first, and it may have one in a million."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "mention", "topic"], name="mention_topic_once")]
        indexes = [models.Index(fields=["brand", "topic", "-posted_at", "-mention"], name="mention_topic_newest")]


class Rematch(Job, BrandModel):
    """A new or changed topic, being matched with what was already heard, newest first. One for each topic."""

    work = _("topics to be matched again")

    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, db_index=False)
    topic_id: int
    query_version = models.PositiveIntegerField()
    """The query that is being matched; an edit meanwhile starts anew."""
    since = models.DateTimeField()
    """Mentions posted from here on are looked at."""
    reached_at = models.DateTimeField(null=True)
    reached_id = models.BigIntegerField(null=True)
    """Where the last batch ended, in order of `posted_at` and id downwards."""
    to_look_at = models.PositiveIntegerField(default=0)
    """About how many there are, for progress."""
    looked_at = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "topic"], name="rematch_once")]
        indexes = [
            Job.due_index("rematch_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="rematch_running"),
        ]
