"""Asking people in: a mail with a link, which can be copied too."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from brands import events
from brands.models import Brand, BrandRole, Invitation, InvitedRole, Member, Workspace, WorkspaceMail
from brands.roles import may_grant
from brands.team import MayNotGrant
from core import clock
from core.addresses import absolute
from mail.writing import write

VALID_DAYS = 14
PER_HOUR = 100
HOUR = timedelta(hours=1)
_SALT = "brands.invitation"


class Unusable(ValueError):
    """The link is not valid, or the invitation was used, revoked, or is past its date."""


class TooMany(ValueError):
    """The workspace invited PER_HOUR people within the last hour: mail to strangers has a limit."""


class WrongPerson(PermissionError):
    """Somebody signed in with another address than the one that was invited."""


@transaction.atomic
def invite(
    workspace: Workspace, *, email: str, language: str, roles: dict[Brand, str], by: User, granters: dict[int, str]
) -> Invitation:
    """Ask `email` in, with a role in each brand of `roles`; writes the mail in `language`.

    `granters` is the inviter's own role by brand id. An open invitation of the same address to the same brand is
    replaced; those to other brands are other people's, and stay. Raises MayNotGrant, TooMany.
    """
    if Invitation.objects.filter(workspace=workspace, created_at__gt=clock.now() - HOUR).count() >= PER_HOUR:
        raise TooMany
    for brand, role in roles.items():
        if not may_grant(granters.get(brand.pk, "client"), role):
            raise MayNotGrant(role)
    email = email.lower()
    former = Invitation.objects.filter(workspace=workspace, email=email, state=Invitation.State.OPEN)
    same = InvitedRole.objects.filter(invitation__in=former, brand__in=list(roles)).values("invitation")
    former.filter(pk__in=same).update(state=Invitation.State.REVOKED)
    invitation = Invitation.objects.create(
        workspace=workspace,
        email=email,
        language=language,
        invited_by=by,
        expires_at=clock.now() + timedelta(days=VALID_DAYS),
    )
    InvitedRole.objects.bulk_create(
        InvitedRole(invitation=invitation, workspace=workspace, brand=brand, role=role) for brand, role in roles.items()
    )
    for brand, role in roles.items():
        events.record("member.invited", invitation, brand=brand, after={"email": email, "role": role})
    _send(invitation, by)
    return invitation


def _send(invitation: Invitation, by: User) -> None:
    mail = write(
        to=invitation.email,
        language=invitation.language,
        purpose="invitation",
        template="invitation",
        context={
            "workspace": invitation.workspace.name,
            "inviter": by.display_name,
            "brands": [held.brand.name for held in invitation.roles.select_related("brand")],
            "link": link(invitation),
            "expires_at": invitation.expires_at,
        },
    )
    WorkspaceMail.objects.create(workspace=invitation.workspace, mail=mail)


def link(invitation: Invitation) -> str:
    """The absolute address that lets the invited person in, always the same. It is signed, and no secret is stored."""
    token = signing.Signer(salt=_SALT).sign(invitation.public_id)
    return absolute(reverse("invitation", args=[token]))


def by_token(token: str) -> Invitation:
    """The open invitation behind a link. Raises Unusable."""
    try:
        public_id = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature as error:
        raise Unusable from error
    found = (
        Invitation.objects.select_related("workspace")
        .filter(public_id=public_id, state=Invitation.State.OPEN, expires_at__gt=clock.now())
        .first()
    )
    if found is None:
        raise Unusable
    return found


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Member:
    """Make `user` a member with the invited roles; roles they already hold stay. Raises Unusable, WrongPerson."""
    invitation = Invitation.objects.select_for_update().select_related("workspace").get(pk=invitation.pk)
    if invitation.state != Invitation.State.OPEN or invitation.expires_at <= clock.now():
        raise Unusable
    if user.email.lower() != invitation.email:
        raise WrongPerson(invitation.email)
    backed = [invited for invited in invitation.roles.filter(brand__deleted_at=None) if _still_backed(invited)]
    if not backed:
        raise Unusable
    member, _ = Member.objects.get_or_create(workspace=invitation.workspace, user=user)
    for invited in backed:
        _held, joined = BrandRole.objects.get_or_create(
            brand=invited.brand,
            member=member,
            defaults={"workspace_id": invitation.workspace_id, "role": invited.role},
        )
        if joined:
            role, by = {"role": invited.role}, events.person(user)
            events.record("member.joined", user, brand=invited.brand, after=role, by=by)
    invitation.state = Invitation.State.ACCEPTED
    invitation.save(update_fields=["state"])
    return member


def _still_backed(invited: InvitedRole) -> bool:
    """Whether who invited could still give that role: people lose theirs, and their invitations with it."""
    inviter = invited.invitation.invited_by_id
    role = BrandRole.objects.filter(brand_id=invited.brand_id, member__user=inviter).values_list("role", flat=True)
    return any(may_grant(held, invited.role) for held in role)


@transaction.atomic
def revoke(invitation: Invitation) -> None:
    """Close an open invitation: its link stops working at once."""
    changed = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.OPEN).update(
        state=Invitation.State.REVOKED
    )
    if changed:
        events.record(
            "invitation.revoked", invitation, workspace=invitation.workspace, after={"email": invitation.email}
        )
