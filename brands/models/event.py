from __future__ import annotations

from django.db import models

from core import clock


class Event(models.Model):
    """Who did what, when: the one append-only log. The database refuses to change or delete a row.

    No secrets and no message bodies: `before` and `after` hold names, states and numbers.
    """

    class Actor(models.TextChoices):
        PERSON = "person"
        OPERATOR = "operator"
        TOKEN = "token"  # noqa: S105  a kind, no secret
        CLIENT_LINK = "client_link"
        RULE = "rule"
        SYSTEM = "system"

    workspace = models.ForeignKey("brands.Workspace", models.CASCADE, related_name="+")
    brand = models.ForeignKey("brands.Brand", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    actor_kind = models.CharField(max_length=11, choices=Actor.choices)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    """As it was at that moment: people leave, the log stays readable."""
    actor_via = models.CharField(max_length=60, blank=True)
    """Name of the token through which the person acted."""
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, blank=True)
    object_name = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["brand", "-at", "-id"], name="event_by_brand"),
            models.Index(fields=["workspace", "-at", "-id"], name="event_by_workspace"),
            models.Index(fields=["brand", "object_id", "-at", "-id"], name="event_by_object"),
        ]
