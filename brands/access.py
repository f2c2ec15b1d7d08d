"""Who stands in front of whose data. The brand comes from the URL, through here, and from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from brands.models import Brand, BrandRole, Member, OperatorGrant, Workspace
from brands.roles import Need, Role, allows
from core import clock

_LASTING = frozenset({Need.MANAGE_TEAM, Need.MANAGE_TOKENS, Need.MANAGE_WEBHOOKS, Need.APPROVE_REPORTS})


class NotFound(Exception):
    """A stranger asked: for them this does not exist."""


class Denied(Exception):
    """A member asked for what their role does not allow. `need` says what was missing."""

    def __init__(self, need: Need) -> None:
        super().__init__(str(need))
        self.need = need


@dataclass(frozen=True, slots=True)
class BrandAccess:
    """A person inside a brand."""

    brand: Brand
    user: User
    role: str
    by_grant: bool = False
    """An operator under a grant of one hour."""

    def allows(self, need: Need) -> bool:
        """Whether the role covers `need`. A grant lasts an hour: who came by one opens nothing that stays longer."""
        return allows(self.role, need) and not (self.by_grant and need in _LASTING)


@dataclass(frozen=True, slots=True)
class WorkspaceAccess:
    """A person inside a workspace."""

    workspace: Workspace
    user: User
    is_owner: bool


def brand_for(user: User, public_id: str, need: Need) -> BrandAccess:
    """The brand with that public id, for `user`.

    Raises NotFound to strangers (and for brands that are deleted), Denied to members without the permission.
    """
    role = (
        BrandRole.objects.select_related("brand__workspace")
        .filter(brand__public_id=public_id, brand__deleted_at=None, member__user=user)
        .first()
    )
    access = BrandAccess(role.brand, user, role.role) if role else _granted(user, public_id)
    if access is None:
        raise NotFound(public_id)
    if not access.allows(need):
        raise Denied(need)
    return access


def _granted(user: User, public_id: str) -> BrandAccess | None:
    if not user.is_operator:
        return None
    grant = (
        OperatorGrant.objects.select_related("brand__workspace")
        .filter(operator=user, brand__public_id=public_id, brand__deleted_at=None, until__gt=clock.now())
        .first()
    )
    return BrandAccess(grant.brand, user, Role.MANAGER, by_grant=True) if grant else None


def workspace_for(user: User, public_id: str, need: Need) -> WorkspaceAccess:
    """The workspace with that public id, for `user`. Raises NotFound to strangers, Denied to who is not its owner."""
    member = Member.objects.select_related("workspace").filter(workspace__public_id=public_id, user=user).first()
    if member is None:
        raise NotFound(public_id)
    access = WorkspaceAccess(member.workspace, user, member.workspace.owner_id == user.pk)
    if need == Need.WORKSPACE_OWNER and not access.is_owner:
        raise Denied(need)
    return access


def brands_of(user: User) -> QuerySet[Brand]:
    """The brands that `user` has a role in, by workspace and name."""
    return (
        Brand.objects.filter(roles__member__user=user, deleted_at=None)
        .select_related("workspace")
        .order_by("workspace__name", "workspace_id", "sort_key", "pk")
    )


def roles_of(user: User) -> dict[int, str]:
    """The role of `user` by brand id, in every brand where they have one."""
    return dict(BrandRole.objects.filter(member__user=user).values_list("brand_id", "role"))


def colleagues(access: WorkspaceAccess) -> QuerySet[Member]:
    """The members whom a person sees: all for the owner; else the owner, themselves and who shares a brand with them.

    Clients share theirs with nobody: who else is a client of an agency is not for them.
    """
    members = Member.objects.filter(workspace=access.workspace)
    if access.is_owner:
        return members
    theirs = BrandRole.objects.filter(member__workspace=access.workspace, member__user=access.user)
    shared = theirs.exclude(role=Role.CLIENT).filter(brand__deleted_at=None).values("brand")
    with_them = BrandRole.objects.filter(brand__in=shared).values("member")
    return members.filter(Q(user__in=[access.user.pk, access.workspace.owner_id]) | Q(pk__in=with_them))


def workspaces_of(user: User) -> QuerySet[Workspace]:
    """The workspaces that `user` is a member of, by name."""
    return Workspace.objects.filter(members__user=user).order_by("name", "pk")
