from __future__ import annotations

from django.conf import settings
from django.db import models

from brands.roles import Role
from core import clock
from core.ids import PublicIdField


class Invitation(models.Model):
    """A person asked to join a workspace, with a role in each of some brands."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REVOKED = "revoked"

    public_id = PublicIdField()
    workspace = models.ForeignKey("brands.Workspace", models.CASCADE, related_name="invitations")
    workspace_id: int
    email = models.EmailField()
    language = models.CharField(max_length=8, default="es")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "email"], condition=models.Q(state="open"), name="invitation_open")
        ]


class InvitedRole(models.Model):
    """One brand of an invitation, and what the person will be in it."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="roles")
    workspace = models.ForeignKey("brands.Workspace", models.CASCADE, related_name="+")
    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "brand"], name="one_invited_role_in_a_brand")]
