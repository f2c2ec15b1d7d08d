from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.jobs import Job


class OwnFeed(Job, BrandModel):
    """What an account publishes by itself, and the job that brings it into the calendar."""

    work = _("accounts whose own posts are to be read")

    account = TenantForeignKey("channels.Account", models.CASCADE, db_index=False)
    account_id: int
    cursor = models.JSONField(default=dict)
    """Where the connector was last, in its own words."""
    read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account"], name="own_feed_once")]
        indexes = [Job.due_index("own_feed_due")]
