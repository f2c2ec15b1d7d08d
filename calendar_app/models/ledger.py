from __future__ import annotations

from django.db import models

from brands.scope import BrandModel, TenantForeignKey
from core import clock


class LedgerEntry(BrandModel):
    """One thing that happened while a publication was sent. Written once, by whoever knew it, claim or no claim."""

    class What(models.TextChoices):
        CLAIMED = "claimed"
        ARMED = "armed"
        """The handle is kept, and the call begins."""
        ANSWERED = "answered"
        """The call is over: `outcome` says how."""
        LOOKED_UP = "looked_up"
        SWEPT = "swept"
        """Its worker was dead."""
        DECIDED = "decided"
        """A person said what happened."""

    publication = TenantForeignKey("calendar_app.Publication", models.CASCADE, related_name="ledger")
    publication_id: int
    at = models.DateTimeField(default=clock.now)
    what = models.CharField(max_length=10, choices=What.choices)
    part = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    """Host, process and thread."""
    claim = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    """sent, absent, unsure, or the name of the error's class."""
    detail = models.CharField(max_length=500, blank=True)
    """The network's words, or what was looked at; redacted."""
    handle = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    """What came back: {"external_id", "url", "proof"}."""

    class Meta:
        indexes = [models.Index(fields=["publication", "at"], name="ledger_by_publication")]
