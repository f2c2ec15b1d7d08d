"""The feeds network: one conditional GET a poll."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import ClassVar

from django.utils.translation import gettext_noop

from core import clock, http
from networks import http_errors
from networks.errors import Broken
from networks.feeds import discover, window
from networks.feeds.items import EARLIEST
from networks.feeds.parse import Feed, parse
from networks.feeds.window import Window
from networks.types import Capability, Cursor, Found, Guess, Page

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
MAX_BYTES = 10 * 1024 * 1024
FULL_READ_EVERY = 3
"""After so many answers of 304 in a row the next poll asks without conditions.

WordPress derives ETag and Last-Modified of a feed from its latest post or comment alone (class-wp.php, send_headers):
an older one edited or deleted answers 304 for ever.
"""
LONGEST_HINT = timedelta(hours=1)
"""ttl and max-age are hints about caching, not requests: they put off a poll by an hour at most."""


class Feeds:
    """RSS, Atom and JSON feeds, and blogs' comment feeds."""

    key: ClassVar[str] = "feed"
    name: ClassVar[str] = "RSS, Atom, JSON Feed"
    capabilities: ClassVar[frozenset[Capability]] = frozenset({Capability.LISTEN, Capability.DISCOVER})
    example: ClassVar[str] = "https://blog.example"
    offers: ClassVar[str] = gettext_noop(
        "Posts and comments of a blog, a news site or anything with a feed: what its feed holds, from now on."
    )

    def poll(self, address: str, cursor: Cursor) -> Page:
        """What the feed at `address` holds, whole; `unchanged` where it says that nothing is new.

        The cursor keeps the validators of the last full read, and what is needed to tell «deleted» from «slid off the
        end»; it belongs to one address, and {} reads everything anew.
        """
        response = http_errors.read(address, headers=_conditions(cursor), max_bytes=MAX_BYTES)
        if response.status == 304:
            if not cursor:
                raise Broken("HTTP 304")
            kept = {**cursor, "unchanged": int(cursor.get("unchanged", 0)) + 1}
            return Page(unchanged=True, cursor=kept, address=response.moved_to, poll_again_after=_pause(response, None))
        feed = parse(response.body, content_type=response.headers.get("content-type", ""), address=response.url)
        seen = window.look([i.external_id for i in feed.items], cursor) if feed.is_wordpress else window.NOTHING
        return Page(
            items=feed.items,
            cursor=_cursor(response, feed, seen, cursor),
            title=feed.title,
            home_url=feed.home_url,
            complete_since=EARLIEST if seen.whole else feed.complete_since,
            address=response.moved_to,
            poll_again_after=_pause(response, feed.ttl),
            skipped=feed.skipped,
        )

    def discover(self, address: str) -> list[Found]:
        return discover.discover(address)

    def recognises(self, typed: str) -> Guess:
        """Any page of the web may have a feed."""
        return Guess.MAYBE if re.match(r"(?i)(?:feed:|https?://)?\S*[\w\]][.:]\S+\Z", typed.strip()) else Guess.NO


def _conditions(cursor: Cursor) -> dict[str, str]:
    """Headers of a conditional GET; none where a full read is due."""
    headers = {"accept": ACCEPT}
    if not cursor.get("confirm") and int(cursor.get("unchanged", 0)) < FULL_READ_EVERY:
        validators = {"if-none-match": cursor.get("etag"), "if-modified-since": cursor.get("modified")}
        headers |= {name: str(value) for name, value in validators.items() if value}
    return headers


def _cursor(response: http.Response, feed: Feed, seen: Window, before: Cursor) -> Cursor:
    """`confirm` asks for a second full read after one in which rows came or went: a row must be missing from two
    before it counts as deleted, and a 304 in between would put that off."""
    rows = hashlib.sha256("\n".join(sorted(i.external_id for i in feed.items)).encode()).hexdigest()[:16]
    return {
        "etag": response.headers.get("etag", "")[:500],
        "modified": response.headers.get("last-modified", "")[:100],
        "unchanged": 0,
        "rows": rows,
        "confirm": bool(before) and rows != before.get("rows"),
        **seen.kept(),
    }


def _pause(response: http.Response, ttl: timedelta | None) -> datetime | None:
    """When the source may be asked again: what it asks for itself, or the longest of its hints, within bounds."""
    asked = response.retry_after
    if asked:
        return min(asked, clock.now() + http_errors.LONGEST_WAIT)
    hints = [hint for hint in (response.max_age, ttl) if hint]
    return clock.now() + min(max(hints), LONGEST_HINT) if hints else None
