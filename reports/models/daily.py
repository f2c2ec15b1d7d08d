"""What the posts of an account gained on a day: worked out by a job from the readings, read by KPIs in their place."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core.jobs import Job

FIGURES = ("views", "reach", "likes", "reposts", "quotes", "replies", "clicks", "saves")
"""Standard names of networks.publishing.Metrics, and columns of DailyAccount."""


class DailyAccount(BrandModel):
    """What readings of one day showed more than those before, for all posts of one account together.

    Null: no reading of the day told that figure. A number may be below zero: people take likes back.
    """

    account = TenantForeignKey("channels.Account", models.CASCADE, db_index=False)
    account_id: int
    day = models.DateField()
    """Of the brand's zone, as RollupDay.time_zone says."""
    posts = models.PositiveIntegerField()
    """How many were read."""
    views = models.BigIntegerField(null=True)
    reach = models.BigIntegerField(null=True)
    likes = models.BigIntegerField(null=True)
    reposts = models.BigIntegerField(null=True)
    quotes = models.BigIntegerField(null=True)
    replies = models.BigIntegerField(null=True)
    clicks = models.BigIntegerField(null=True)
    saves = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "day", "account"], name="daily_account_once")]


class RollupDay(Job, BrandModel):
    """A day whose DailyAccount rows are due to be built, or were built: waiting where readings have come since."""

    work = _("days of figures to be counted")

    day = models.DateField()
    changes = models.BigIntegerField(default=0)
    """Grows with readings that come while the day is being built: then it is built once more."""
    time_zone = models.CharField(max_length=64, blank=True)
    """In which it was built; empty until then."""
    built_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "day"], name="rollup_day_once")]
        indexes = [
            Job.due_index("rollup_day_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="rollup_day_running"),
        ]
