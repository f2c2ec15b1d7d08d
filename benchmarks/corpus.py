"""What a brand hears, as the networks would answer: pages of feeds and of network JSON, everything from a seed.

Half of the pages' items are RSS, half are Mastodon's JSON. 50 % of the texts are Spanish, 30 % English, 10 % Portuguese
and 10 % in other languages; 20 % of the items were on an earlier page already.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from benchmarks import topic_world

BEGAN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
FEED_ITEMS, JSON_ITEMS = 50, 80
"""Items of one page where there is volume: a busy feed, two pages of Mastodon's in one poll."""
REPEATED = 0.2
OURS = (("es", 50), ("en", 30), ("pt", 10))
OTHERS = 0.1
_OTHER = (
    "Ce matin le train avait encore du retard, mais la boulangerie était ouverte et le pain sentait bon.",
    "Quelqu'un connaît un bon restaurant près de la gare ? Nous serons quatre, samedi soir.",
    "Gestern war ich wieder im kleinen Laden um die Ecke und habe viel zu viel Geld für Bücher ausgegeben.",
    "Der Kundendienst hat nach drei Wochen endlich geantwortet, aber das Problem ist immer noch da.",
    "Questa mattina il treno era in ritardo, ma almeno il bar della stazione era già aperto.",
    "Vandaag eindelijk het nieuwe museum bezocht, de rij was lang maar het was de moeite waard.",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One thing that somebody said."""

    number: int
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer of a source, as its bytes. `kind` is feed or json."""

    kind: str
    body: bytes
    posts: int


def posts(count: int, seed: int = 1) -> Iterator[Post]:
    """`count` posts, some seconds apart."""
    rng = random.Random(f"corpus/{seed}")
    at = BEGAN
    for number, said in enumerate(topic_world.posts(count, seed, languages=OURS)):
        at += timedelta(seconds=rng.randint(1, 30))
        text = rng.choice(_OTHER) if rng.random() < OTHERS else said["text"]
        yield Post(number, text, said["author"], at)


def sheets(count: int, seed: int = 1) -> list[Sheet]:
    """Pages that hold `count` items together, feeds and JSON in turns, repeats among them."""
    rng, fresh = random.Random(f"sheets/{seed}"), posts(count, seed)
    sent: dict[str, list[Post]] = {"feed": [], "json": []}
    left = {"feed": count // 2, "json": count - count // 2}
    made: list[Sheet] = []
    while any(left.values()):
        kind = max(left, key=lambda name: left[name])
        size = min(left[kind], FEED_ITEMS if kind == "feed" else JSON_ITEMS)
        latest = sent[kind][-400:]
        again = rng.sample(latest, min(len(latest), round(size * REPEATED)))
        new = [next(fresh) for _ in range(size - len(again))]
        sent[kind] += new
        page = [*new, *again]
        made.append(Sheet(kind, _rss(page) if kind == "feed" else _statuses(page), size))
        left[kind] -= size
    return made


def _rss(page: list[Post]) -> bytes:
    items = "".join(
        f"<item><title>{escape(post.text[:60])}</title><link>https://blog.example/{post.number}</link>"
        f'<guid isPermaLink="false">https://blog.example/?p={post.number}</guid>'
        f"<pubDate>{format_datetime(post.at)}</pubDate><dc:creator>{escape(post.author)}</dc:creator>"
        f"<category>Actualidad</category>"
        f"<description>{escape(f'<p>{escape(post.text)}</p>')}</description></item>"
        for post in page
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>Un blog</title><link>https://blog.example/</link><description>Todo</description>"
    )
    return f"{head}{items}</channel></rss>".encode()


def _statuses(page: list[Post]) -> bytes:
    return json.dumps([_status(post) for post in page]).encode()


def _status(post: Post) -> dict[str, object]:
    """The fields that Mastodon documents for a Status, those that we do not read too."""
    name = post.author.replace(" ", "_").lower()
    return {
        "id": str(110_000_000_000_000_000 + post.number),
        "uri": f"https://social.example/users/{name}/statuses/{post.number}",
        "url": f"https://social.example/@{name}/{post.number}",
        "created_at": post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "content": f"<p>{escape(post.text)}</p>",
        "language": "es",
        "visibility": "public",
        "sensitive": False,
        "spoiler_text": "",
        **dict.fromkeys(("in_reply_to_id", "in_reply_to_account_id", "edited_at", "reblog", "poll", "card")),
        "replies_count": 0,
        "reblogs_count": 2,
        "favourites_count": 5,
        **{name: [] for name in ("mentions", "tags", "emojis", "media_attachments")},
        "account": {
            "id": str(zlib.crc32(name.encode())),
            "username": name,
            "acct": name,
            "display_name": post.author,
            "url": f"https://social.example/@{name}",
            "uri": f"https://social.example/users/{name}",
            "avatar": f"https://social.example/avatars/{name}.png",
            "followers_count": 120,
            "following_count": 80,
            "statuses_count": 900,
            "created_at": "2023-01-01T00:00:00.000Z",
            "note": "<p>Vecina de este barrio</p>",
            "bot": False,
            "fields": [],
            "emojis": [],
        },
    }
