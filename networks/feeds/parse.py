"""Bytes to items: the pure half of the feeds network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from networks import plain
from networks.feeds import charset, json_feed, xml_feed
from networks.feeds.items import complete_since, items
from networks.types import Item


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, read and cleaned."""

    items: tuple[Item, ...]
    title: str
    home_url: str
    complete_since: datetime | None
    ttl: timedelta | None
    is_wordpress: bool
    skipped: int

    @property
    def kind(self) -> str:
        """comments if every item is one, else posts."""
        return "comments" if self.items and all(i.kind == "comment" for i in self.items) else "posts"


def parse(body: bytes, *, content_type: str = "", address: str = "") -> Feed:
    """The feed in `body`, links made absolute against `address`. Raises networks.errors.Broken for what is none.

    An empty feed is a feed. Texts are plain, at most plain.TEXT_LIMIT characters; titles plain.TITLE_LIMIT.
    """
    text = charset.decode(body, content_type).lstrip("\ufeff \t\r\n")
    raw = (json_feed if text.startswith(("{", "[")) else xml_feed).read(text)
    listed = items(raw, address)
    return Feed(
        items=tuple(listed),
        title=plain.one_line(plain.from_html(raw.title, plain.TITLE_LIMIT * 4), 200),
        home_url=plain.link(raw.home_url, address),
        complete_since=complete_since(listed) if not raw.skipped else None,
        ttl=raw.ttl,
        is_wordpress="wordpress.org" in raw.generator.lower(),
        skipped=raw.skipped,
    )
