from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned


class Incident(Versioned, BrandModel):
    """Something that went wrong and is looked after by people until it is over, and what was learnt from it."""

    class Level(models.TextChoices):
        WATCH = "watch", pgettext_lazy("level", "Watch")
        ALERT = "alert", pgettext_lazy("level", "Alert")
        CRISIS = "crisis", pgettext_lazy("level", "Crisis")

    public_id = PublicIdField()
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("what is known"), max_length=2000, blank=True)
    level = models.CharField(_("level"), max_length=6, choices=Level.choices, default=Level.ALERT)
    lead = models.ForeignKey("brands.Member", models.SET_NULL, null=True, related_name="+", db_index=False)
    lead_id: int | None
    topic = TenantForeignKey("monitoring.Topic", models.SET_NULL, null=True, db_index=False)
    """Whose mentions are at stake."""
    topic_id: int | None
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lesson = models.TextField(_("lesson"), max_length=4000, blank=True)
    """What will be done otherwise, as whoever closed it wrote. Kept when it is opened again."""

    class Meta:
        indexes = [
            models.Index(fields=["brand", "-opened_at", "-id"], name="incident_newest"),
            models.Index(fields=["brand", "-opened_at"], condition=Q(closed_at=None), name="incident_open"),
        ]

    def __str__(self) -> str:
        return self.title


class IncidentHold(BrandModel):
    """A hold that was placed because of an incident."""

    incident = TenantForeignKey("crisis.Incident", models.CASCADE, related_name="holds")
    incident_id: int
    hold = TenantForeignKey("calendar_app.Hold", models.CASCADE, db_index=False)
    hold_id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "hold"], name="incident_hold_once")]


class IncidentTask(BrandModel):
    """Something to do: by whom, until when, and whether it is done."""

    public_id = PublicIdField()
    incident = TenantForeignKey("crisis.Incident", models.CASCADE, related_name="tasks")
    incident_id: int
    text = models.CharField(_("what"), max_length=200)
    who = models.ForeignKey("brands.Member", models.SET_NULL, null=True, related_name="+", db_index=False)
    who_id: int | None
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.text


class IncidentNote(BrandModel):
    """What somebody wrote down; it stands in the timeline and is not changed."""

    public_id = PublicIdField()
    incident = TenantForeignKey("crisis.Incident", models.CASCADE, related_name="notes")
    incident_id: int
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
