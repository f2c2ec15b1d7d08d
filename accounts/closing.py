"""Closing one's own account."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User


class StillOwns(Exception):
    """Workspaces or brands would be left without an owner; `names` says which. Receivers of pre_delete raise it too."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class LastOperator(Exception):
    """Nobody else runs this installation: without them nobody could see its health or let anybody in."""


def close_account(user: User) -> None:
    """Delete `user`, their addresses, second factors, sessions and memberships.

    What they did stays with the team without them; the event log keeps the name that stood there at the time.
    Raises StillOwns, with nothing changed, while a workspace or a brand has no other owner, and LastOperator.
    """
    with transaction.atomic():
        operators = User.objects.select_for_update().filter(is_operator=True, is_active=True).order_by("pk")
        if user.is_operator and [one.pk for one in operators] == [user.pk]:
            raise LastOperator
        for session in UserSession.objects.filter(user=user):
            session.end()
        try:
            user.delete()
        except ProtectedError as error:
            names = sorted(str(thing) for thing in error.protected_objects)
            raise StillOwns(names) from error
