"""Workspaces and their brands: made, handed over, deleted and brought back."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from brands import events
from brands.models import Brand, BrandRole, Member, Workspace
from brands.roles import Role
from core import clock
from core.versions import save_if_current

UNDO = timedelta(days=30)


class NotAMember(ValueError):
    """Ownership can only go to somebody who is in the workspace."""


@transaction.atomic
def create_workspace(owner: User, name: str, *, kind: str = Workspace.Kind.COMPANY, is_demo: bool = False) -> Workspace:
    """A new workspace with its owner as the first member."""
    workspace = Workspace.objects.create(name=name, kind=kind, owner=owner, is_demo=is_demo)
    Member.objects.create(workspace=workspace, user=owner)
    events.record("workspace.created", workspace, workspace=workspace, by=events.person(owner))
    return workspace


def rename(workspace: Workspace, *, seen: int, changes: dict[str, str]) -> Workspace:
    """Change `name` or `kind`. Raises core.versions.StaleWrite if somebody was faster than version `seen`."""
    stood = Workspace.objects.get(pk=workspace.pk)  # a form may have written on the row at hand
    before, after = events.changed({name: getattr(stood, name) for name in changes}, changes)
    with transaction.atomic():
        workspace = save_if_current(workspace, seen=seen, changes=changes)
        if after:
            events.record("workspace.renamed", workspace, workspace=workspace, before=before, after=after)
    return workspace


@transaction.atomic
def create_brand(workspace: Workspace, name: str, **profile: object) -> Brand:
    """A new brand, with the workspace's owner as its owner. `profile` takes columns of Brand."""
    brand = Brand.objects.create(workspace=workspace, name=name, **profile)
    owner = Member.objects.get(workspace=workspace, user_id=workspace.owner_id)
    BrandRole.objects.create(workspace=workspace, brand=brand, member=owner, role=Role.OWNER)
    events.record("brand.created", brand, brand=brand)
    return brand


@transaction.atomic
def transfer_ownership(workspace: Workspace, to: User) -> None:
    """Hand the workspace to another member, who becomes owner of each of its brands too.

    `workspace` is as its owner saw it. The former owner keeps their roles. Raises NotAMember, and PermissionDenied
    where it was handed over meanwhile: who asks does not own it any more.
    """
    seen, workspace = workspace, Workspace.objects.select_for_update().get(pk=workspace.pk)
    if seen.owner_id != workspace.owner_id:
        raise PermissionDenied("the workspace was handed over meanwhile")
    member = Member.objects.filter(workspace=workspace, user=to).first()
    if member is None:
        raise NotAMember(to.display_name)
    former = workspace.owner
    Workspace.objects.filter(pk=workspace.pk).update(owner=to)
    for brand in workspace.brands.all():
        BrandRole.objects.update_or_create(
            brand=brand, member=member, defaults={"workspace": workspace, "role": Role.OWNER}
        )
    events.record(
        "workspace.transferred",
        workspace,
        workspace=workspace,
        before={"owner": former.display_name},
        after={"owner": to.display_name},
    )


def delete_brand(brand: Brand) -> None:
    """Hide the brand for 30 days; then the daily purge erases it."""
    with transaction.atomic():
        if Brand.objects.filter(pk=brand.pk, deleted_at=None).update(deleted_at=clock.now()):
            events.record("brand.deleted", brand, brand=brand)


def restore_brand(workspace: Workspace, public_id: str) -> Brand:
    """Bring a deleted brand back. Raises Brand.DoesNotExist where there is none to bring back."""
    with transaction.atomic():
        brand = Brand.objects.select_for_update().exclude(deleted_at=None).get(workspace=workspace, public_id=public_id)
        brand.deleted_at = None
        brand.save(update_fields=["deleted_at"])
        events.record("brand.restored", brand, brand=brand)
    return brand


def brands_past_undo() -> list[Brand]:
    """Brands that were deleted more than 30 days ago: the purge may take them."""
    return list(Brand.objects.filter(deleted_at__lt=clock.now() - UNDO).select_related("workspace"))
