from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from brands.scope import BrandModel, TenantForeignKey


class Reading(BrandModel):
    """What one person did with a mention for themselves alone: read it, starred it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    user_id: int
    mention = TenantForeignKey("monitoring.Mention", models.CASCADE, related_name="readings")
    mention_id: int
    read_at = models.DateTimeField(null=True)
    starred_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "user", "mention"], name="reading_once")]
        indexes = [
            models.Index(fields=["brand", "mention"], name="reading_by_mention"),
            models.Index(
                fields=["brand", "user", "mention"], condition=Q(starred_at__isnull=False), name="reading_starred"
            ),
        ]
