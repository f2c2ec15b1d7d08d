from __future__ import annotations

from datetime import timedelta

import pytest

from brands import access, grants, workspaces
from brands.models import Event
from brands.roles import PERMISSIONS, Need, Role
from core import clock


def test_a_stranger_finds_nothing(brand, charlie):
    with pytest.raises(access.NotFound):
        access.brand_for(charlie, brand.public_id, Need.ENTER)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_its_row_says_and_nothing_else(brand, bob, bob_in, role):
    brand_needs = [need for need in Need if any(need in allowed for allowed in PERMISSIONS.values())]
    for need in brand_needs:
        if need in PERMISSIONS[role]:
            assert access.brand_for(bob, brand.public_id, need).role == role
        else:
            with pytest.raises(access.Denied):
                access.brand_for(bob, brand.public_id, need)


def test_a_deleted_brand_is_not_found_until_it_is_restored(brand, alice, workspace):
    workspaces.delete_brand(brand)
    with pytest.raises(access.NotFound):
        access.brand_for(alice, brand.public_id, Need.ENTER)
    workspaces.restore_brand(workspace, brand.public_id)
    assert access.brand_for(alice, brand.public_id, Need.ENTER).brand == brand


def test_the_owner_of_a_workspace_needs_to_be_its_owner(workspace, alice, brand, bob, bob_in):
    assert access.workspace_for(alice, workspace.public_id, Need.WORKSPACE_OWNER).is_owner
    with pytest.raises(access.Denied):
        access.workspace_for(bob, workspace.public_id, Need.WORKSPACE_OWNER)
    assert not access.workspace_for(bob, workspace.public_id, Need.WORKSPACE_MEMBER).is_owner


def test_an_operator_enters_by_a_logged_grant_for_one_hour(brand, charlie):
    charlie.is_operator = True
    charlie.save()
    with pytest.raises(access.NotFound):
        access.brand_for(charlie, brand.public_id, Need.ENTER)
    grants.enter(charlie, brand, "Their feed stopped; they asked for help")
    entered = access.brand_for(charlie, brand.public_id, Need.READ_MENTIONS)
    assert (entered.by_grant, entered.role) == (True, Role.MANAGER)
    with pytest.raises(access.Denied):
        access.brand_for(charlie, brand.public_id, Need.MANAGE_TEAM)
    event = Event.objects.get(verb="operator.entered")
    assert (event.brand, event.actor_kind, event.after["reason"]) == (
        brand,
        "operator",
        "Their feed stopped; they asked for help",
    )
    with clock.shifted(timedelta(hours=1, seconds=1)), pytest.raises(access.NotFound):
        access.brand_for(charlie, brand.public_id, Need.ENTER)


def test_only_an_operator_gets_a_grant(brand, charlie):
    with pytest.raises(PermissionError):
        grants.enter(charlie, brand, "I am curious")
    assert not Event.objects.filter(verb="operator.entered").exists()
