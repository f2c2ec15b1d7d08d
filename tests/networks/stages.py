"""Where each listening connector finds its server in the contract: the only thing a new network adds to these tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

RSS = (
    b'<rss version="2.0"><channel><title>Blog</title><item><guid>1</guid><title>Hola</title>'
    b"<pubDate>Sun, 01 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
)
DEMO = (
    b'{"now": "2026-11-01T10:00:09+00:00", "complete_since": "2026-11-01T00:00:00+00:00", "posts": ['
    b'{"id": "1", "text": "Hola", "posted_at": "2026-11-01T10:00:00+00:00", "kind": "post", "language": "es",'
    b' "reply_to": "", "reach": 9, "author": {"id": "a", "name": "Ana", "handle": "ana", "followers": 3}}]}'
)

STATUS = (
    b'[{"id": "110", "uri": "https://a.example/users/ana/statuses/110", "created_at": "2026-11-01T10:00:00.000Z",'
    b' "content": "<p>Hola</p>", "visibility": "public", "account": {"id": "1", "acct": "ana"}}]'
)
AUTHOR_FEED = (
    b'{"did": "did:plc:ana", "handle": "ana.example", "feed": [{"post": {"uri": "at://did:plc:ana/app.bsky.feed.post/3k1",'
    b' "author": {"did": "did:plc:ana", "handle": "ana.example"}, "indexedAt": "2026-11-01T10:00:01.000Z",'
    b' "record": {"$type": "app.bsky.feed.post", "text": "Hola", "createdAt": "2026-11-01T10:00:00.000Z"}}}]}'
)


@dataclass(frozen=True)
class Stage:
    """`good` is a body that the connector reads as one item; `set_up` points it at a server and names what to poll."""

    good: bytes
    set_up: Callable[[object, str], str]


def _feed(settings, base: str) -> str:
    return base


def _demo(settings, base: str) -> str:
    settings.CMHUB_DEMO_NETWORK_URL = base
    return "lumbre"


def _mastodon(settings, base: str) -> str:
    return f"{base}tags/cafe"


def _bluesky(settings, base: str) -> str:
    settings.CMHUB_BLUESKY_URL = base.rstrip("/")
    return "ana.example"


STAGES: dict[str, Stage] = {
    "feed": Stage(RSS, _feed),
    "demo": Stage(DEMO, _demo),
    "mastodon": Stage(STATUS, _mastodon),
    "bluesky": Stage(AUTHOR_FEED, _bluesky),
}
