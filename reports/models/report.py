from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned

LANGUAGE_CHOICES = (("es", "Español"), ("en", "English"))
"""The languages that a report can be read in: those of the product."""


class WeeklyReport(Versioned, BrandModel):
    """One week of a brand, from Monday to Sunday in its zone: figures as they were, and what people concluded.

    `content` is what was counted (reports.weekly.content), `written` what people had written when it was approved. From
    then on the database refuses to change either.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Draft")
        COMPLETED = "completed", pgettext_lazy("report", "To approve")
        APPROVED = "approved", pgettext_lazy("report", "Approved")
        SENT = "sent", pgettext_lazy("report", "Sent")

    public_id = PublicIdField()
    first = models.DateField()
    """The Monday."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGE_CHOICES, default="es")
    title = models.CharField(_("headline"), max_length=160, blank=True)
    """Empty: the strongest finding."""
    conclusions = models.TextField(_("conclusions"), max_length=8000, blank=True)
    content: Any = models.JSONField(default=dict)
    written: Any = models.JSONField(null=True)
    counted_at = models.DateTimeField(default=clock.now)
    """When the figures were read."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Null: the schedule."""
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Null on an approved one: the brand wants it sent without a person."""
    sent_at = models.DateTimeField(null=True)
    """When the first mail was written."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "first"], name="report_once_a_week")]

    def __str__(self) -> str:
        return self.first.isoformat()

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.first + timedelta(days=6)

    @property
    def issued(self) -> bool:
        """Nothing of it changes any more."""
        return self.approved_at is not None


class Decision(BrandModel):
    """What was decided because of a week: what, by whom, until when; and, later, what came of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("decision", "Open")
        DONE = "done", pgettext_lazy("decision", "Done")
        DROPPED = "dropped", pgettext_lazy("decision", "Dropped")

    public_id = PublicIdField()
    report = TenantForeignKey("reports.WeeklyReport", models.CASCADE, related_name="decisions")
    report_id: int
    place = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(_("what"), max_length=300)
    who = models.CharField(_("who"), max_length=120, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=7, choices=Outcome.choices, default=Outcome.OPEN)
    came = models.CharField(_("in a few words"), max_length=300, blank=True)
    settled_in = TenantForeignKey("reports.WeeklyReport", models.SET_NULL, null=True, db_index=False)
    """The report that says what came of it."""
    settled_in_id: int | None

    class Meta:
        indexes = [models.Index(fields=["brand", "outcome"], name="decision_by_outcome")]

    def __str__(self) -> str:
        return self.what


class IssuedFile(BrandModel):
    """A file of an approved report, as it was given out: made once, kept byte for byte."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        PNG = "png", "PNG"

    report = TenantForeignKey("reports.WeeklyReport", models.CASCADE, related_name="files")
    report_id: int
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = models.CharField(max_length=40, blank=True)
    """Of a picture, the key of its chart."""
    language = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    """In storage."""
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "report", "kind", "name", "language"], name="issued_once")
        ]
