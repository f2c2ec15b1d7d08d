from __future__ import annotations

from django.conf import settings
from django.db import models

from brands.roles import Role
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned


class Member(models.Model):
    """A person in a workspace."""

    public_id = PublicIdField()
    workspace = models.ForeignKey("brands.Workspace", models.CASCADE, related_name="members")
    workspace_id: int
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    user_id: int
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="member_once"),
            models.UniqueConstraint(fields=["workspace", "id"], name="member_workspace_id_key"),
        ]


class BrandRole(Versioned):
    """What a member is in one brand. The database refuses a role in a brand of another workspace."""

    public_id = PublicIdField()
    workspace = models.ForeignKey("brands.Workspace", models.CASCADE, related_name="+")
    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="roles")
    brand_id: int
    member = models.ForeignKey(Member, models.CASCADE, related_name="roles")
    member_id: int
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "member"], name="one_role_in_a_brand")]


class OperatorGrant(models.Model):
    """An operator's hour inside a brand, asked for with a reason; the brand's own log says so too."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    until = models.DateTimeField()
