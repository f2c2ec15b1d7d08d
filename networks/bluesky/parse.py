"""Bluesky's records and feeds to items. Pure, and tolerant: a row that cannot be read is left out, nothing raises.

A record is what its author wrote, in the shape of the lexicon app.bsky.feed.post; a view is a record with what the
AppView adds to it. Field names: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from networks import loose, plain
from networks.bluesky.richtext import words
from networks.types import Author, Item

POST = "app.bsky.feed.post"
WEB = "https://bsky.app"
_NO_HANDLE = "handle.invalid"  # what the network shows while a handle does not lead back to its account


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of an author's feed."""

    items: tuple[Item, ...]
    """In the feed's order, each once."""
    older: str
    """The cursor of the page after this one; "" where the feed ends."""
    skipped: int
    """Rows that could not be read at all."""


def item(
    did: str, rkey: str, record: Mapping[str, Any], author: Author | None = None, indexed_at: Any = None
) -> Item | None:
    """The post that `did` keeps under `rkey`; None where `record` is not a post or says nothing that can be kept.

    `author` is what else is known about who wrote it. A date that lies after `indexed_at`, or is missing, gives way to
    it: `createdAt` is whatever the author's program says.
    """
    kind = loose.text(record.get("$type")) or POST
    if kind != POST or not did.startswith("did:") or not rkey:
        return None
    said = words(record)
    if not said and not loose.mapping(record.get("embed")):
        return None
    answered = loose.mapping(loose.mapping(record.get("reply")).get("parent"))
    reply_to = loose.text(answered.get("uri"))
    return Item(
        external_id=f"at://{did}/{POST}/{rkey}",
        text=said,
        url=f"{WEB}/profile/{_name_in_addresses(did, author)}/post/{rkey}",
        author=author or author_of(did),
        posted_at=_posted(record, indexed_at),
        kind="comment" if reply_to else "post",
        language=next(filter(None, map(loose.language, loose.rows(record.get("langs")))), ""),
        reply_to=reply_to,
        reach=author.followers if author else None,
    )


def author_of(did: str, profile: Mapping[str, Any] | None = None, followers: int | None = None) -> Author:
    """Who `did` is, as `profile` (a profile view of any size) tells."""
    shown = loose.mapping(profile)
    handle = loose.text(shown.get("handle"))
    handle = "" if handle == _NO_HANDLE else handle
    told = loose.count(shown.get("followersCount"))
    return Author(
        external_id=did,
        name=plain.one_line(plain.tidy(loose.text(shown.get("displayName")), 200), 200) or handle,
        handle=f"@{handle}" if handle else "",
        url=f"{WEB}/profile/{handle or did}",
        avatar_url=plain.link(loose.text(shown.get("avatar"))),
        followers=followers if told is None else told,
    )


def notifications(answer: Any) -> Feed:
    """What app.bsky.notification.listNotifications answers: posts, each with what it holds."""
    return _views(answer, "notifications")


def found(answer: Any) -> Feed:
    """What app.bsky.feed.searchPosts answers."""
    return _views(answer, "posts")


def _views(answer: Any, name: str) -> Feed:
    shown = loose.mapping(answer)
    open_ones = [row for row in loose.objects(shown.get(name)) if not _is_closed({"post": row})]
    read = [_view(row, None) for row in open_ones]
    items = {item.external_id: item for item in read if item}
    return Feed(tuple(items.values()), loose.text(shown.get("cursor")), read.count(None))


def feed(answer: Any, *, followers: int | None = None) -> Feed:
    """What app.bsky.feed.getAuthorFeed answers, without reposts: those are somebody else's words.

    `followers` is the account's, which feeds do not tell.
    """
    shown = loose.mapping(answer)
    items: dict[str, Item] = {}
    skipped = 0
    for row in loose.rows(shown.get("feed")):
        if _is_repost(row) or _is_closed(row):
            continue
        read = _view(loose.mapping(loose.mapping(row).get("post")), followers)
        if read is None:
            skipped += 1
        else:
            items.setdefault(read.external_id, read)
    return Feed(tuple(items.values()), loose.text(shown.get("cursor")), skipped)


def _view(post: Mapping[str, Any], followers: int | None) -> Item | None:
    did, rkey = at_uri(loose.text(post.get("uri")))
    author = author_of(did, loose.mapping(post.get("author")), followers)
    return item(did, rkey, loose.mapping(post.get("record")), author, post.get("indexedAt"))


def at_uri(uri: str) -> tuple[str, str]:
    """The account and the key in `at://did/app.bsky.feed.post/rkey`; two empty strings for any other address."""
    scheme, _, rest = uri.partition("://")
    did, _, path = rest.partition("/")
    collection, _, rkey = path.partition("/")
    return (did, rkey) if (scheme, collection) == ("at", POST) and rkey and "/" not in rkey else ("", "")


def _is_repost(row: Any) -> bool:
    return loose.text(loose.mapping(loose.mapping(row).get("reason")).get("$type")).endswith("#reasonRepost")


def _is_closed(row: Any) -> bool:
    """A place where a post was, or one that is not for us: deleted, or behind a block."""
    post = loose.mapping(loose.mapping(row).get("post"))
    kind = loose.text(post.get("$type"))
    return kind.endswith(("#notFoundPost", "#blockedPost")) or post.get("notFound") is True or bool(post.get("blocked"))


def _posted(record: Mapping[str, Any], indexed_at: Any) -> datetime | None:
    dates: Iterator[datetime | None] = map(loose.moment, (record.get("createdAt"), indexed_at))
    return min(filter(None, dates), default=None)


def _name_in_addresses(did: str, author: Author | None) -> str:
    return author.handle.removeprefix("@") if author and author.handle else did
