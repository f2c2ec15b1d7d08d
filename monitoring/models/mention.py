from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandManager, BrandModel, TenantForeignKey
from core.ids import PublicIdField
from core.versions import Versioned

LISTED = Q(gone_at=None, hidden=False)
"""What lists show and counters count."""
UNLISTED = Q(gone_at__isnull=False) | Q(hidden=True)
"""The rest. Written out, so that PostgreSQL recognises the condition of its index."""


class Sentiment(models.TextChoices):
    NEGATIVE = "negative", _("Negative")
    NEUTRAL = "neutral", _("Neutral")
    POSITIVE = "positive", _("Positive")
    UNSCORED = "unscored", _("Not scored")


class Labeller(models.TextChoices):
    """Who said so. What a person said is kept for ever: no machine writes over it."""

    MACHINE = "machine", _("cmhub")
    PERSON = "person", _("a person")


class MentionManager(BrandManager):
    """Mentions of the brand in scope, without what PostgreSQL alone reads."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().defer("search")


class Mention(Versioned, BrandModel):
    """One thing that somebody said, as one brand heard it.

    Identity is (brand, network, external_id). Read and star are per person (Reading); all else is the brand's.
    `version` is the note's: who writes over a note they have not seen is told. It has no __str__: the event log names
    what it is about by that, and holds no message bodies.
    """

    public_id = PublicIdField()
    network = models.CharField(max_length=20)
    external_id = models.CharField(max_length=500)
    """Where the network's ids mean something only inside a source, the source's public id stands before it."""
    source = TenantForeignKey("monitoring.Source", models.SET_NULL, null=True, db_index=False)
    source_id: int | None
    """Who brought it first owns it: only later versions from there change it."""
    author = TenantForeignKey("monitoring.Author", models.SET_NULL, null=True, db_index=False)
    author_id: int | None
    kind = models.CharField(max_length=10, default="post")
    """post, article, comment or review."""
    url = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    reply_to = models.CharField(max_length=500, blank=True)
    posted_at = models.DateTimeField()
    posted_at_is_guess = models.BooleanField(default=False)
    """The source gave no date that can be: `posted_at` is when we first saw it."""
    first_seen_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    """When we saw a later version of the text."""
    missing_since = models.DateTimeField(null=True)
    """A full read of its source did not hold it any more; the next one decides."""
    gone_at = models.DateTimeField(null=True)
    """Two full reads in a row did not hold it: deleted there. Our copy is kept, and not counted."""
    hidden = models.BooleanField(default=False)
    """Its author is hidden."""
    reach = models.PositiveBigIntegerField(null=True)

    language = models.CharField(max_length=8, default="und")
    language_by = models.CharField(max_length=7, choices=Labeller.choices, default=Labeller.MACHINE)
    sentiment = models.CharField(max_length=8, choices=Sentiment.choices, default=Sentiment.UNSCORED)
    sentiment_by = models.CharField(max_length=7, choices=Labeller.choices, default=Labeller.MACHINE)
    score = models.FloatField(null=True)
    """The machine's, −1 to 1; null where it did not score. A person's label leaves it as it is."""
    confidence = models.FloatField(null=True)
    backend = models.CharField(max_length=40, blank=True)
    backend_version = models.CharField(max_length=20, blank=True)
    evidence = models.JSONField(default=list)
    """[[word, weight, start, end], …] in `body`."""

    assigned_to = models.ForeignKey("brands.Member", models.SET_NULL, null=True, related_name="+", db_index=False)
    assigned_to_id: int | None
    department = TenantForeignKey("brands.Department", models.SET_NULL, null=True, db_index=False)
    department_id: int | None
    note = models.TextField(_("note"), blank=True)
    handled_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=Func(F("language"), F("title"), F("text"), function="monitoring_search"),
        output_field=SearchVectorField(),
        db_persist=True,
        serialize=False,
    )
    """The words of title and text, stemmed by the rules of the language (monitoring.fulltext)."""

    objects: ClassVar[models.Manager[Any]] = MentionManager()
    all_brands: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "network", "external_id"], name="mention_once")]
        indexes = [
            models.Index(fields=["brand", "-posted_at", "-id"], condition=LISTED, name="mention_newest"),
            models.Index(fields=["brand", "-posted_at", "-id"], condition=UNLISTED, name="mention_unlisted"),
            models.Index(fields=["brand", "network", "-posted_at", "-id"], condition=LISTED, name="mention_by_network"),
            models.Index(
                fields=["brand", "sentiment", "-posted_at", "-id"], condition=LISTED, name="mention_by_sentiment"
            ),
            models.Index(fields=["brand", "source", "-posted_at", "-id"], name="mention_by_source"),
            models.Index(fields=["brand", "author", "-posted_at", "-id"], name="mention_by_author"),
            models.Index(  # not brand first: it also serves the look-up when a member leaves
                fields=["assigned_to", "brand", "-posted_at", "-id"],
                condition=Q(assigned_to__isnull=False),
                name="mention_by_assignee",
            ),
            models.Index(
                fields=["brand", "department", "-posted_at", "-id"],
                condition=Q(department__isnull=False),
                name="mention_by_department",
            ),
            models.Index(fields=["brand", "network", "reply_to"], condition=~Q(reply_to=""), name="mention_by_parent"),
            GinIndex(fields=["brand", "search"], condition=LISTED, name="mention_words"),
        ]

    @property
    def body(self) -> str:
        """What is read for language and sentiment: `evidence` points into it."""
        return self.text or self.title

    @property
    def listed(self) -> bool:
        return self.gone_at is None and not self.hidden
