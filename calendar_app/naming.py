"""What people call networks, for pages of the calendar."""

from __future__ import annotations

from networks import names, registry


def network_name(key: str) -> str:
    """What people call the network `key`; the key itself for one that nobody knows any more."""
    try:
        return registry.connector(key).name
    except KeyError:
        return str(names.NAMES.get(key, key))
