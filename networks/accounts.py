"""What crosses where a brand connects an account of its own, and what a network must offer for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from networks.base import Connector
from networks.types import Capability, Cursor, Page


@dataclass(frozen=True, slots=True)
class Login:
    """One account, ready to be used. Made for a call and thrown away: never kept, never logged."""

    external_id: str
    """The network's own id of the account: a DID, a number."""
    handle: str
    base: str
    """Where its API is: the PDS, the instance, the site."""
    secret: Mapping[str, str] = field(repr=False, default_factory=dict)
    """Tokens or passwords by name, in the connector's words."""
    facts: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an account is and what can be done with it, as a live check found."""

    external_id: str
    handle: str
    base: str
    secret: Mapping[str, str] = field(repr=False)
    name: str = ""
    url: str = ""
    avatar_url: str = ""
    followers: int | None = None
    """How many follow it now; None where the network does not tell (Capability.ACCOUNT_METRICS)."""
    expires_at: datetime | None = None
    """When the secret stops working unless it is refreshed; None: never, as far as the network tells."""
    renewable: bool = False
    """`refresh` can put that off without a person."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What limits depend on (an instance's longest text), flat JSON."""
    lacks: Mapping[Capability, str] = field(default_factory=dict)
    """What the network could do and this account cannot, each with the reason: a translatable source string."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a person types to connect an account."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    example: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """The first half of OAuth: send the person to `url`, keep `kept` (secrets among it) until they come back."""

    url: str
    kept: Mapping[str, str] = field(repr=False)


class Joinable(Connector, Protocol):
    """A network with Capability.ACCOUNTS: a brand can connect its own account."""

    asks: ClassVar[Sequence[Asked]]
    """What a person types first."""
    guide: ClassVar[str]
    """Where they find it: steps in words, a translatable source string."""
    by_journey: ClassVar[bool]
    """True: OAuth, by `begin` and `finish`. False: `connect` alone."""

    def connect(self, typed: Mapping[str, str]) -> Identity:
        """Sign in with what was typed, and look who it is. Raises networks.errors."""
        ...

    def begin(self, typed: Mapping[str, str], *, redirect_url: str, state: str) -> Journey: ...

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str], *, redirect_url: str) -> Identity:
        """`answer` are the parameters with which the person came back. Raises networks.errors."""
        ...

    def check(self, login: Login) -> Identity:
        """Ask the network live who this is and what it may do. Raises networks.errors: AuthExpired if signed out."""
        ...

    def refresh(self, login: Login) -> Identity:
        """New tokens before the old ones die. Raises networks.errors; AuthExpired where only a person can help."""
        ...


class Hearing(Connector, Protocol):
    """A network that tells a connected account more than it tells the public (Capability.MENTIONS, SEARCH)."""

    def notifications(self, login: Login, cursor: Cursor) -> Page:
        """What was said to the account: mentions, replies, quotes. Raises networks.errors."""
        ...

    def search(self, login: Login, query: str, cursor: Cursor) -> Page:
        """Posts that hold `query`, newest first. Raises networks.errors."""
        ...


class Recalling(Connector, Protocol):
    """A network with Capability.OWN_POSTS."""

    def own_posts(self, login: Login, cursor: Cursor) -> Page:
        """What the account itself has published, by us or natively. Raises networks.errors."""
        ...
