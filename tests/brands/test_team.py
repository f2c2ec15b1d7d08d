from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from brands import access, invitations, team, workspaces
from brands.models import BrandRole, Event, Invitation, Member, Workspace, WorkspaceMail
from brands.roles import Need, Role
from core import clock
from core.versions import StaleWrite
from tests.conftest import join, make_user


def test_a_manager_changes_roles_but_makes_no_owner(brand, bob, bob_in):
    team.change_role(bob_in, Role.ANALYST, seen=1, granter=Role.MANAGER)
    assert BrandRole.objects.get(pk=bob_in.pk).role == Role.ANALYST
    with pytest.raises(team.MayNotGrant):
        team.change_role(bob_in, Role.OWNER, seen=2, granter=Role.MANAGER)
    with pytest.raises(team.MayNotGrant):
        team.change_role(bob_in, Role.CLIENT, seen=2, granter=Role.COMMUNITY)
    assert BrandRole.objects.get(pk=bob_in.pk).role == Role.ANALYST
    event = Event.objects.get(verb="role.changed")
    assert (event.before, event.after) == ({"role": "community"}, {"role": "analyst"})


def test_two_people_change_one_role_and_the_second_is_told(bob_in):
    team.change_role(bob_in, Role.ANALYST, seen=1, granter=Role.OWNER)
    with pytest.raises(StaleWrite) as caught:
        team.change_role(bob_in, Role.MANAGER, seen=1, granter=Role.OWNER)
    assert caught.value.current.role == Role.ANALYST
    assert caught.value.wanted == {"role": Role.MANAGER}


def test_a_brand_keeps_an_owner(brand, alice):
    held = BrandRole.objects.get(brand=brand, member__user=alice)
    with pytest.raises(team.LastOwner):
        team.change_role(held, Role.CLIENT, seen=1, granter=Role.OWNER)
    with pytest.raises(team.LastOwner):
        team.remove_from_brand(held, granter=Role.OWNER)
    assert BrandRole.objects.get(pk=held.pk).role == Role.OWNER


def test_ownership_goes_to_a_member_only(workspace, brand, alice, bob, charlie):
    with pytest.raises(workspaces.NotAMember):
        workspaces.transfer_ownership(workspace, charlie)
    join(brand, bob, Role.CLIENT)
    workspaces.transfer_ownership(workspace, bob)
    workspace.refresh_from_db()
    assert workspace.owner == bob
    assert BrandRole.objects.get(brand=brand, member__user=bob).role == Role.OWNER


def test_the_owner_cannot_walk_out_and_others_can(workspace, brand, alice, bob, bob_in):
    with pytest.raises(team.LastOwner):
        team.leave_workspace(workspace, alice)
    team.leave_workspace(workspace, bob)
    assert not Member.objects.filter(user=bob).exists()
    assert not BrandRole.objects.filter(pk=bob_in.pk).exists()
    assert list(Event.objects.filter(verb="member.left").order_by("pk").values_list("brand", flat=True)) == [
        brand.pk,
        None,
    ]


def test_who_handed_the_workspace_over_hands_it_over_no_second_time(workspace, brand, alice, bob, bob_in, charlie):
    join(brand, charlie, Role.CLIENT)
    seen_by_alice = Workspace.objects.get(pk=workspace.pk)
    workspaces.transfer_ownership(workspace, bob)
    with pytest.raises(PermissionDenied):
        workspaces.transfer_ownership(seen_by_alice, charlie)
    assert Workspace.objects.get(pk=workspace.pk).owner == bob


def test_nobody_walks_out_of_what_was_just_handed_to_them(workspace, brand, bob, bob_in):
    seen_by_bob = Workspace.objects.select_related("owner").get(pk=workspace.pk)
    workspaces.transfer_ownership(workspace, bob)
    with pytest.raises(team.LastOwner):
        team.leave_workspace(seen_by_bob, bob)
    assert Member.objects.filter(user=bob).exists()


def test_members_see_who_they_share_a_brand_with(workspace, brand, alice, bob, charlie):
    join(brand, bob, Role.CLIENT)
    other = workspaces.create_brand(workspace, "La Molinera")
    join(other, charlie, Role.COMMUNITY)
    dora = make_user("Dora")
    join(other, dora, Role.CLIENT)

    def seen_by(user) -> set:
        entered = access.workspace_for(user, workspace.public_id, Need.WORKSPACE_MEMBER)
        return {member.user for member in access.colleagues(entered)}

    assert seen_by(alice) == {alice, bob, charlie, dora}
    assert seen_by(charlie) == {alice, charlie, dora}
    assert seen_by(bob) == {alice, bob}
    assert seen_by(dora) == {alice, dora}


def _invite(workspace, brand, alice, email="dora@example.com", role=Role.COMMUNITY):
    return invitations.invite(
        workspace, email=email, language="es", roles={brand: role}, by=alice, granters={brand.pk: Role.OWNER}
    )


def test_an_invitation_is_mailed_accepted_once_and_only_by_its_person(workspace, brand, alice, charlie):
    invitation = _invite(workspace, brand, alice, email="Dora@example.com")
    mail = WorkspaceMail.objects.get(workspace=workspace).mail
    assert mail.to == "dora@example.com"
    assert invitations.link(invitation) in mail.text
    with pytest.raises(invitations.WrongPerson):
        invitations.accept(invitation, charlie)
    dora = make_user("Dora")
    invitations.accept(invitations.by_token(invitations.link(invitation).rstrip("/").rsplit("/", 1)[1]), dora)
    assert BrandRole.objects.get(brand=brand, member__user=dora).role == Role.COMMUNITY
    with pytest.raises(invitations.Unusable):
        invitations.accept(invitation, dora)


def test_who_is_in_already_keeps_their_role_and_joins_no_second_time(workspace, brand, alice, bob, bob_in):
    invitations.accept(_invite(workspace, brand, alice, email="bob@example.com", role=Role.CLIENT), bob)
    assert BrandRole.objects.get(brand=brand, member__user=bob).role == Role.COMMUNITY
    assert not Event.objects.filter(verb="member.joined").exists()


def test_an_invitation_to_another_brand_leaves_the_first_open(workspace, brand, alice):
    other = workspaces.create_brand(workspace, "La Molinera")
    first, second = _invite(workspace, brand, alice), _invite(workspace, other, alice, role=Role.ANALYST)
    dora = make_user("Dora")
    for invitation in (first, second):
        invitations.accept(invitation, dora)
    held = BrandRole.objects.filter(member__user=dora).order_by("brand")
    assert list(held.values_list("brand", "role")) == [(brand.pk, Role.COMMUNITY), (other.pk, Role.ANALYST)]


@pytest.mark.parametrize("spoil", ["revoke", "expire", "forge", "replace"])
def test_a_spoilt_link_lets_nobody_in(workspace, brand, alice, spoil):
    invitation = _invite(workspace, brand, alice)
    token = invitations.link(invitation).rstrip("/").rsplit("/", 1)[1]
    if spoil == "revoke":
        invitations.revoke(invitation)
    elif spoil == "expire":
        Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif spoil == "forge":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    else:
        _invite(workspace, brand, alice, role=Role.CLIENT)
    with pytest.raises(invitations.Unusable):
        invitations.by_token(token)


def test_an_invitation_falls_with_the_role_of_who_sent_it(workspace, brand, bob, charlie):
    held = join(brand, bob, Role.MANAGER)
    invitation = invitations.invite(
        workspace,
        email="charlie@example.com",
        language="es",
        roles={brand: Role.COMMUNITY},
        by=bob,
        granters={brand.pk: Role.MANAGER},
    )
    team.change_role(held, Role.ANALYST, seen=1, granter=Role.OWNER)
    with pytest.raises(invitations.Unusable):
        invitations.accept(invitation, charlie)
    assert not Member.objects.filter(user=charlie, workspace=workspace).exists()


def test_nobody_invites_above_themselves(workspace, brand, alice):
    with pytest.raises(team.MayNotGrant):
        invitations.invite(
            workspace,
            email="dora@example.com",
            language="es",
            roles={brand: Role.OWNER},
            by=alice,
            granters={brand.pk: Role.MANAGER},
        )
    assert not Invitation.objects.exists()
    assert not WorkspaceMail.objects.exists()
