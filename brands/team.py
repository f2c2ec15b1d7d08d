"""Who is in a brand and as what."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from brands import events
from brands.models import Brand, BrandRole, Member, Workspace
from brands.roles import Role, may_grant
from core.versions import save_if_current


class MayNotGrant(PermissionError):
    """The person may not give, change or take away this role."""


class LastOwner(ValueError):
    """A brand keeps at least one owner, and a workspace its own."""


@transaction.atomic
def change_role(held: BrandRole, role: str, *, seen: int, granter: str) -> BrandRole:
    """Give a member another role in a brand. `granter` is the role of who asks.

    Raises MayNotGrant, LastOwner, core.versions.StaleWrite.
    """
    if not (may_grant(granter, role) and may_grant(granter, held.role)):
        raise MayNotGrant(role)
    before = held.role
    if role != Role.OWNER:
        _keep_an_owner(held)
    save_if_current(held, seen=seen, changes={"role": role})
    events.record("role.changed", held.member.user, brand=held.brand, before={"role": before}, after={"role": role})
    return held


@transaction.atomic
def remove_from_brand(held: BrandRole, *, granter: str) -> None:
    """Take a member out of one brand. Raises MayNotGrant, LastOwner."""
    if not may_grant(granter, held.role):
        raise MayNotGrant(held.role)
    _keep_an_owner(held)
    held.delete()
    events.record("role.removed", held.member.user, brand=held.brand, before={"role": held.role})


@transaction.atomic
def add_to_brand(brand: Brand, member: Member, role: str, *, granter: str) -> BrandRole:
    """Give a member of the workspace a role in one more brand. Raises MayNotGrant."""
    if not may_grant(granter, role):
        raise MayNotGrant(role)
    held = BrandRole.objects.create(workspace_id=brand.workspace_id, brand=brand, member=member, role=role)
    events.record("role.given", member.user, brand=brand, after={"role": role})
    return held


@transaction.atomic
def leave_workspace(workspace: Workspace, user: User) -> None:
    """Walk out of a workspace and all its brands. Raises LastOwner for its owner: ownership is handed over first."""
    _take_out(Member.objects.get(workspace=workspace, user=user), "member.left")


@transaction.atomic
def remove_from_workspace(member: Member) -> None:
    """Take a member out of the workspace and all its brands. Raises LastOwner for its owner."""
    _take_out(member, "member.removed")


def _take_out(member: Member, verb: str) -> None:
    # Locked, as handing over does: who is being made the owner at this moment does not slip out.
    workspace = Workspace.objects.select_for_update().get(pk=member.workspace_id)
    if workspace.owner_id == member.user_id:
        raise LastOwner(workspace.name)
    for held in BrandRole.objects.filter(member=member).select_related("brand__workspace", "member"):
        _keep_an_owner(held)
        events.record(verb, member.user, brand=held.brand)  # whose managers read only their brand's history
    events.record(verb, member.user, workspace=workspace)
    member.delete()


def _keep_an_owner(held: BrandRole) -> None:
    """Raises LastOwner if `held` is the only owner of its brand, or the workspace's owner. Locks the brand's owners."""
    if held.role != Role.OWNER:
        return
    owners = list(BrandRole.objects.select_for_update().filter(brand_id=held.brand_id, role=Role.OWNER))
    if len(owners) < 2 or held.member.user_id == held.brand.workspace.owner_id:
        raise LastOwner(held.brand.name)
