"""Every network that this installation knows: adding one adds one line."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from networks.accounts import Joinable
from networks.base import Connector, Discoverer
from networks.publishing import ByHand, Publisher, Writable
from networks.streams import Streamer
from networks.types import Capability, Guess

NETWORKS: dict[str, str] = {
    "feed": "networks.feeds.connector.Feeds",
    "mastodon": "networks.mastodon.connector.Mastodon",
    "bluesky": "networks.bluesky.connector.Bluesky",
    "demo": "networks.demo.connector.Demo",
    "jetstream": "networks.bluesky.jetstream.Jetstream",
    "wordpress": "networks.wordpress.connector.WordPress",
    "linkedin": "networks.by_hand.table.LinkedIn",
    "instagram": "networks.by_hand.table.Instagram",
    "facebook": "networks.by_hand.table.Facebook",
    "tiktok": "networks.by_hand.table.TikTok",
    "x": "networks.by_hand.table.X",
    "youtube": "networks.by_hand.table.YouTube",
    "threads": "networks.by_hand.table.Threads",
}


@cache
def connector(key: str) -> Connector:
    """The connector called `key`. Raises KeyError for a name that no line here has."""
    module, _, name = NETWORKS[key].rpartition(".")
    return cast("Connector", getattr(import_module(module), name)())


def load() -> None:
    """Import every connector, and the SDKs that they would import at their first call: that takes seconds, and a post
    that is due does not wait for it."""
    for key in NETWORKS:
        for module in getattr(connector(key), "sdk", ()):
            import_module(module)


def with_capability(capability: Capability) -> list[Connector]:
    """Connectors that declare `capability`, in the registry's order."""
    return [c for c in map(connector, NETWORKS) if capability in c.capabilities]


def discoverers() -> list[Discoverer]:
    """Networks that find sources behind what a person types, in the registry's order."""
    return [cast("Discoverer", c) for c in with_capability(Capability.DISCOVER)]


def streamers() -> list[Streamer]:
    """Networks that tell everything as it happens, in the registry's order."""
    return [cast("Streamer", c) for c in with_capability(Capability.PUSH)]


def joinable() -> list[Joinable]:
    """Networks where a brand can connect an account of its own, in the registry's order."""
    return [cast("Joinable", c) for c in with_capability(Capability.ACCOUNTS)]


def publisher(key: str) -> Publisher:
    """The connector called `key`, which publishes. Raises KeyError for a name that no line here has."""
    return cast("Publisher", connector(key))


def writable(key: str) -> Writable:
    """The connector called `key`, which posts are written for. Raises KeyError for a name that no line here has."""
    return cast("Writable", connector(key))


def by_hand(key: str) -> ByHand:
    """The connector called `key`, where people publish by hand. Raises KeyError for a name that no line here has."""
    return cast("ByHand", connector(key))


def guesses(typed: str) -> list[Discoverer]:
    """Networks that `typed` may be an address of, the likeliest first."""
    likely = [(c.recognises(typed), c) for c in discoverers()]
    return [c for guess, c in sorted(likely, key=lambda pair: -pair[0]) if guess is not Guess.NO]
