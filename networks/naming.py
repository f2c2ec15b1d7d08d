"""What people call a network."""

from __future__ import annotations

from networks import names, registry


def network_name(key: str) -> str:
    """What people call the network `key`, also one that this version has no connector for; else the key itself."""
    try:
        return registry.connector(key).name
    except KeyError:
        return str(names.NAMES.get(key, key))
