from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.crypto import EncryptedTextField
from core.ids import PublicIdField
from core.jobs import Job
from core.versions import Versioned


class Webhook(Versioned, BrandModel):
    """An address of somebody else's that is told when something happens in the brand."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped")

    brand_id: int
    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(_("address"), max_length=1000)
    events = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    state = models.CharField(max_length=7, choices=State.choices, default=State.ACTIVE, editable=False)
    secret = EncryptedTextField(editable=False)
    former_secret = EncryptedTextField(blank=True, default="", editable=False)
    """Signs beside the new one until `former_until`."""
    former_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    """Attempts in a row that failed."""
    failing_since = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "address"], name="webhook_once_by_address")]

    def __str__(self) -> str:
        return self.name

    def secrets_at(self, at: datetime) -> list[str]:
        """What signs at that moment, the newest first."""
        former = self.former_secret and self.former_until and at < self.former_until
        return [self.secret, self.former_secret] if former else [self.secret]


class Delivery(Job, BrandModel):
    """One event for one webhook, until its receiver has taken it: PAUSED while the webhook is paused or stopped."""

    work = _("webhooks to be delivered")

    brand_id: int
    public_id = PublicIdField()
    webhook = TenantForeignKey(Webhook, models.CASCADE)
    webhook_id: int
    event = models.CharField(max_length=60)
    body = models.TextField()
    """JSON, byte for byte as it is sent."""
    created_at = models.DateTimeField(default=clock.now, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    """The latest attempt, as the four below."""
    took_ms = models.PositiveIntegerField(null=True, editable=False)
    status = models.PositiveSmallIntegerField(null=True, editable=False)
    """HTTP; null where no answer came."""
    answer = models.CharField(max_length=500, blank=True, editable=False)
    """How the answer began."""

    class Meta:
        indexes = [
            Job.due_index("delivery_due"),
            models.Index(fields=["brand", "webhook", "-created_at", "-id"], name="delivery_newest"),
            models.Index(fields=["webhook"], condition=models.Q(state="running"), name="delivery_running"),
        ]
