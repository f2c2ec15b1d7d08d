"""A feed as its file has it: what both readers (XML, JSON) hand on before anything is cleaned or decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Words:
    """Text with the kind that its source gives it."""

    value: str = ""
    is_html: bool = True


@dataclass(frozen=True, slots=True)
class Writer:
    """An author as the feed names them."""

    name: str = ""
    url: str = ""
    avatar_url: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a feed. Nothing in it is clean or trusted; `posted_at` is aware but may be absurd."""

    guid: str = ""
    link: str = ""
    title: Words = field(default_factory=Words)
    body: Words = field(default_factory=Words)
    writer: Writer | None = None
    posted_at: datetime | None = None
    language: str = ""
    reply_to: str = ""
    """What thr:in-reply-to (RFC 4685) names."""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """The whole file."""

    entries: tuple[Entry, ...]
    title: str = ""
    home_url: str = ""
    language: str = ""
    generator: str = ""
    ttl: timedelta | None = None
    """How long the file says it need not be read again."""
    skipped: int = 0
