"""Closing one's own account."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User


class StillOwns(Exception):
    """The person owns things that need an owner; `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def close_account(user: User) -> None:
    """Delete `user`, their addresses, second factors, sessions and memberships.

    What they did stays with the team without them; the event log keeps the name that stood there at the time.
    Raises StillOwns, with nothing changed, while they own a workspace.
    """
    with transaction.atomic():
        for session in UserSession.objects.filter(user=user):
            session.end()
        try:
            user.delete()
        except ProtectedError as error:
            names = sorted(str(thing) for thing in error.protected_objects)
            raise StillOwns(names) from error
