"""What crosses from a connector into the product: frozen dataclasses, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

Cursor = Mapping[str, Any]
"""Where a source was last read, in the connector's own words: a flat JSON object, kept as it was given."""


class Capability(StrEnum):
    """What a network lets us do. Templates and jobs ask for these, never for a network's name."""

    LISTEN = "listen"
    DISCOVER = "discover"
    SEARCH = "search"
    MENTIONS = "mentions"
    OWN_POSTS = "own_posts"
    REPLY = "reply"
    HIDE = "hide"
    ACCOUNTS = "accounts"
    PUBLISH = "publish"
    BY_HAND = "by_hand"
    """People publish there themselves, with what cmhub hands them."""
    POST_METRICS = "post_metrics"
    ACCOUNT_METRICS = "account_metrics"
    """Each live check of an account tells how many follow it (Identity.followers)."""
    COMPETITOR = "competitor"
    ADS = "ads"
    PUSH = "push"


class Guess(IntEnum):
    """Whether what a person typed is an address of a network."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an item, as the network names them."""

    external_id: str
    name: str = ""
    handle: str = ""
    url: str = ""
    avatar_url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody said. `text` and `title` are plain text: no markup survives the parser."""

    external_id: str
    text: str
    title: str = ""
    url: str = ""
    author: Author | None = None
    posted_at: datetime | None = None
    """Aware, as the source said it; None where it said nothing that can be read as a date."""
    kind: str = "post"
    """post, article, comment or review."""
    language: str = ""
    """ISO 639-1 code where the source declares one; a hint, never taken for true."""
    reply_to: str = ""
    """external_id or address of what this answers."""
    reach: int | None = None
    """People who could have seen it, where the network tells."""
    id_is_global: bool = True
    """False where the id means something only inside its own source (a feed's guid of «12»)."""
    network: str = ""
    """The network it was said on, where its source is not of that network: an import of another suite's export."""


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to one poll."""

    items: tuple[Item, ...] = ()
    cursor: Cursor = field(default_factory=dict)
    """To hand back at the next poll."""
    unchanged: bool = False
    """The source said that nothing is new (HTTP 304): `items` is empty and means nothing."""
    title: str = ""
    """The source's own name, where it tells one."""
    home_url: str = ""
    complete_since: datetime | None = None
    """Everything the source holds after this moment is in `items`: what we know and is not there, is gone."""
    address: str = ""
    """The source's new address where it moved for good (HTTP 301, 308)."""
    poll_again_after: datetime | None = None
    """The source asks not to be polled before (Retry-After, Cache-Control, ttl)."""
    skipped: int = 0
    """Rows that could not be read at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """A source found behind an address that a person typed."""

    address: str
    title: str
    kind: str
    """posts or comments."""
