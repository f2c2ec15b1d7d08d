"""From what a network told of an account to the columns that keep it."""

from __future__ import annotations

import json
from typing import Any

from channels.models import Account
from core import clock
from networks.accounts import Identity

_SHOWN = ("handle", "name", "url", "avatar_url", "base")


def shown(identity: Identity) -> dict[str, Any]:
    """Who it is and what it can do: the columns that every live check may write."""
    return {
        **{name: _cut(name, getattr(identity, name)) for name in _SHOWN},
        "facts": dict(identity.facts),
        "lacks": {str(capability): str(why) for capability, why in identity.lacks.items()},
    }


def secrets(identity: Identity) -> dict[str, Any]:
    """What signs in, and how long: written where it is new, and under the row's lock."""
    return {
        "secret": json.dumps(dict(identity.secret)),
        "expires_at": identity.expires_at,
        "renewable": identity.renewable,
        "renewed_at": clock.now(),
    }


def _cut(column: str, said: str) -> str:
    size: int | None = getattr(Account._meta.get_field(column), "max_length", None)
    return said.replace("\x00", "")[:size]
