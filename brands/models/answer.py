from __future__ import annotations

from django.conf import settings
from django.db import models

from brands.scope import BrandModel
from core import clock


class StoredAnswer(BrandModel):
    """The first answer to a write that carried an Idempotency-Key, kept for a day to answer its repetitions with.

    A tenant row, so that exporting and erasing a workspace know of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the request: method, path and body."""
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "user", "key"], name="answer_once_by_key")]
        indexes = [models.Index(fields=["created_at"], name="answer_by_age")]
