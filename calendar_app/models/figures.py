from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core.jobs import Job


class MetricPull(Job, BrandModel):
    """The job that reads a publication's figures: one row a publication, `step` says which reading comes next."""

    work = _("figures of posts to be read")

    publication = TenantForeignKey("calendar_app.Publication", models.CASCADE, related_name="+")
    publication_id: int
    step = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication"], name="metric_pull_once")]
        indexes = [Job.due_index("metric_pull_due")]


class Measurement(BrandModel):
    """Figures of a publication at one moment, as the network told them."""

    publication = TenantForeignKey("calendar_app.Publication", models.CASCADE, related_name="measurements")
    publication_id: int
    step = models.PositiveSmallIntegerField()
    """Which of the planned readings this is: each is taken once."""
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    values = models.JSONField()
    """{"likes": 3, …} by the standard names of networks.publishing.Metrics; what is not told is absent."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "step"], name="measurement_once")]
        indexes = [models.Index(fields=["brand", "at"], name="measurement_by_time")]
