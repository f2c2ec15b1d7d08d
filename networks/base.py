"""What a connector is. A connector makes one call at a time, never retries, and never touches the database."""

from __future__ import annotations

from typing import ClassVar, Protocol

from networks.types import Capability, Cursor, Found, Guess, Page


class Connector(Protocol):
    """Common to every network."""

    key: ClassVar[str]
    """Stable short name, kept in rows: «feed», «demo», «mastodon»."""
    name: ClassVar[str]
    """What people call it."""
    capabilities: ClassVar[frozenset[Capability]]
    # A connector that imports an SDK at its first call, for it takes long to load, names its modules: `sdk`, a tuple.


class Listener(Connector, Protocol):
    """A network with Capability.LISTEN."""

    def poll(self, address: str, cursor: Cursor) -> Page:
        """Read what `address` holds since `cursor` ({} at first). Raises networks.errors.NetworkError."""
        ...


class Discoverer(Connector, Protocol):
    """A network with Capability.DISCOVER."""

    example: ClassVar[str]
    """An address as people may type it."""
    offers: ClassVar[str]
    """What can be listened to there, and what cannot: one or two sentences, translatable."""

    def recognises(self, typed: str) -> Guess:
        """Whether `typed` reads as an address of this network. Asks nobody."""
        ...

    def discover(self, address: str) -> list[Found]:
        """Sources behind an address that a person typed, best first; empty if none. Raises NetworkError."""
        ...
