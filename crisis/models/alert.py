from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned


class Watch(Versioned, BrandModel):
    """How a topic is watched for what is out of the ordinary. One row a topic, held by whoever looks at its counts."""

    class Sensitivity(models.TextChoices):
        OFF = "off", _("Off")
        CALM = "calm", _("Calm: only what nobody could miss")
        NORMAL = "normal", _("Normal")
        KEEN = "keen", _("Keen: early, and sometimes for nothing")

    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, db_index=False)
    topic_id: int
    sensitivity = models.CharField(_("sensitivity"), max_length=6, choices=Sensitivity.choices)
    fewest = models.PositiveIntegerField(
        _("fewest mentions in an hour"), null=True, validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    """Below this nothing is told; null: as the sensitivity says."""
    quiet_hours = models.PositiveSmallIntegerField(
        _("quiet hours after an alert"), null=True, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    """Unless it becomes twice as bad; null: as the sensitivity says."""
    muted_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "topic"], name="watch_once")]


class Alert(BrandModel):
    """A topic was out of the ordinary at a moment: what was counted, against what, and what people made of it."""

    class Metric(models.TextChoices):
        VOLUME = "volume", _("Mentions")
        NEGATIVE = "negative", _("Negative mentions")

    class Scale(models.TextChoices):
        """What was counted: a whole hour of the clock, or the 60 minutes before, looked at every five."""

        HOUR = "hour", _("An hour of the clock")
        FIVE = "five", _("The last 60 minutes")

    class State(models.TextChoices):
        NEW = "new", _("New")
        SEEN = "seen", _("Seen")
        DISMISSED = "dismissed", _("Dismissed")
        INCIDENT = "incident", _("Incident opened")

    public_id = PublicIdField()
    topic = TenantForeignKey("monitoring.Topic", models.CASCADE, db_index=False)
    topic_id: int
    metric = models.CharField(max_length=8, choices=Metric.choices)
    scale = models.CharField(max_length=4, choices=Scale.choices)
    at = models.DateTimeField()
    """Begin of the bucket with which the hour ends: 5 minutes, or the hour itself."""
    observed = models.PositiveIntegerField()
    """In the hour."""
    expected = models.FloatField()
    """In an hour at this time of day."""
    threshold = models.FloatField()
    """From so many on it was out of the ordinary."""
    share = models.FloatField(null=True)
    """Of the hour's mentions, so many are negative; null where none is scored."""
    usual_share = models.FloatField(null=True)
    peak = models.PositiveIntegerField()
    """The worst hour while it was being told: what becomes twice as bad is told again."""
    sensitivity = models.CharField(max_length=6, choices=Watch.Sensitivity.choices)
    vips = models.PositiveSmallIntegerField(default=0)
    """Voices among its mentions that the team calls important: it stands above the others."""
    explanation: Any = models.JSONField(default=dict)
    """As crisis.explaining.of makes it."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    """Why it was dismissed."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    incident = TenantForeignKey("crisis.Incident", models.SET_NULL, null=True, db_index=False)
    incident_id: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "topic", "metric", "scale", "at"], name="alert_once"),
        ]
        indexes = [
            models.Index(fields=["brand", "-raised_at", "-id"], name="alert_newest"),
            models.Index(fields=["brand", "topic", "-raised_at"], name="alert_by_topic"),
        ]

    def __str__(self) -> str:
        return str(self.topic)

    @property
    def open(self) -> bool:
        return self.state in {self.State.NEW, self.State.SEEN}
