"""Where a person is signed in, and signing out from afar."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from accounts.devices import device_name
from accounts.models import User


@dataclass(frozen=True)
class SignedIn:
    """One browser that is signed in. `id` names it on pages without giving the session away."""

    id: str
    device: str
    ip: str
    since: datetime
    is_this: bool


def list_sessions(user: User, current_key: str | None) -> list[SignedIn]:
    """Where `user` is signed in, this browser first, then the newest; what has expired is dropped on the way."""
    rows = UserSession.objects.purge_and_list(user)
    rows.sort(key=lambda row: (row.session_key != current_key, -row.created_at.timestamp()))
    return [
        SignedIn(_id(row), device_name(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows
    ]


def end_session(user: User, session_id: str) -> bool:
    """Sign `user` out of that browser. False: they are not signed in there."""
    for row in UserSession.objects.filter(user=user):
        if _id(row) == session_id:
            row.end()
            return True
    return False


def end_other_sessions(user: User, current_key: str | None) -> int:
    """Sign `user` out everywhere but here; returns of how many browsers."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=current_key))
    for row in others:
        row.end()
    return len(others)


def _id(row: UserSession) -> str:
    return hashlib.sha256(row.session_key.encode()).hexdigest()[:20]
