"""Every network that this installation knows: adding one adds one line."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from networks.base import Connector
from networks.types import Capability

NETWORKS: dict[str, str] = {
    "feed": "networks.feeds.connector.Feeds",
    "demo": "networks.demo.connector.Demo",
}


@cache
def connector(key: str) -> Connector:
    """The connector called `key`. Raises KeyError for a name that no line here has."""
    module, _, name = NETWORKS[key].rpartition(".")
    return cast("Connector", getattr(import_module(module), name)())


def with_capability(capability: Capability) -> list[Connector]:
    """Connectors that declare `capability`, in the registry's order."""
    return [c for c in map(connector, NETWORKS) if capability in c.capabilities]
