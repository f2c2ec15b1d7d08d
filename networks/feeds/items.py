"""From a feed's rows to the product's items: clean words, stable ids, believable dates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from core import clock
from networks import plain
from networks.feeds.entry import Entry, RawFeed, Words, Writer
from networks.types import Author, Item

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_ID_LIMIT = 400
_NAME_LIMIT = 200
_GLOBAL_ID = re.compile(r"(?i)(https?://|tag:|urn:)\S+\Z")
# WordPress writes #comment-12, Blogger #c12 and a query showComment=12, Movable Type and Typepad #comment-6a00d83…
_COMMENT_LINK = re.compile(r"([?&]showComment=[0-9]+)?#(comment-?[0-9a-f]+|c[0-9]{4,})\Z|[?&]showComment=[0-9]+")


def items(feed: RawFeed, address: str) -> list[Item]:
    """Every row of `feed` as an item, in the feed's order, each id once.

    The id is the row's own (guid, id); without one its address, unless that is the site's; without that a hash of
    author, minute and text. Where several rows carry one id, they are versions of one thing: the latest by date is
    kept, the first where dates are equal or missing.
    """
    host = urlsplit(plain.link(feed.home_url, address) or address).hostname or ""
    newest: dict[str, Item] = {}
    for entry in filter(_says_something, feed.entries):
        item = _item(entry, feed, address, host)
        known = newest.get(item.external_id)
        if known is None or (item.posted_at and known.posted_at and item.posted_at > known.posted_at):
            newest[item.external_id] = item
    return list(newest.values())


def complete_since(listed: Iterable[Item]) -> datetime | None:
    """The date of the oldest item where all are dated and stand newest first; else None.

    Such a feed shows the newest things there are: what is younger than its oldest item and not in it, is gone. Not what
    is of the same second: it may have just slid off the end.
    """
    dates = [item.posted_at for item in listed]
    dated = [date for date in dates if date]
    if not dated or len(dated) < len(dates) or any(a < b for a, b in pairwise(dated)):
        return None
    return dated[-1]


def _item(entry: Entry, feed: RawFeed, address: str, host: str) -> Item:
    link = plain.link(entry.link, address)
    title = plain.one_line(_plain(entry.title, plain.TITLE_LIMIT * 4))
    text = _plain(entry.body, plain.TEXT_LIMIT)
    author = _author(entry.writer, host)
    posted_at = _believable(entry.posted_at)
    is_comment = bool(entry.reply_to or _COMMENT_LINK.search(link) or _COMMENT_LINK.search(entry.guid))
    own_link = "" if link in (address, plain.link(feed.home_url, address)) else link
    named = entry.guid.strip() or own_link
    return Item(
        external_id=_external_id(named) or _hashed(author.name if author else "", posted_at, title, text),
        id_is_global=bool(_GLOBAL_ID.match(named)),
        title=title,
        text=text,
        url=link,
        author=author,
        posted_at=posted_at,
        kind="comment" if is_comment else "article",
        language=_language(entry.language or feed.language),
        reply_to=_answered(entry, link) if is_comment else "",
    )


def _says_something(entry: Entry) -> bool:
    return bool(entry.guid.strip() or entry.link or entry.title.value.strip() or entry.body.value.strip())


def _external_id(named: str) -> str:
    """`named` as it is, on one line; by its hash where it is overlong or is markup."""
    if len(named) > _ID_LIMIT or "<" in named:
        return _hashed(named)
    return plain.one_line(plain.tidy(named, _ID_LIMIT), _ID_LIMIT)


def _plain(words: Words, limit: int) -> str:
    return (plain.from_html if words.is_html else plain.from_text)(words.value, limit)


def _hashed(*parts: object) -> str:
    """A stable id out of what there is, the date to the minute: some feeds count seconds anew at each reading."""
    seen = (p.strftime("%Y-%m-%dT%H:%M") if isinstance(p, datetime) else str(p or "") for p in parts)
    return "sha256:" + hashlib.sha256("\n".join(seen).encode(errors="replace")).hexdigest()


def _believable(moment: datetime | None) -> datetime | None:
    """`moment` if it lies between 1990 and tomorrow; feeds say 1970, 0001 and next year for «unknown»."""
    return moment if moment and EARLIEST <= moment <= clock.now() + timedelta(days=1) else None


def _author(writer: Writer | None, host: str) -> Author | None:
    """The author, known by their address, else by their name within this site: every blog has an «admin»."""
    if writer is None:
        return None
    name = plain.one_line(plain.from_html(writer.name, _NAME_LIMIT * 4), _NAME_LIMIT)
    url = plain.link(writer.url)
    key = url or name or plain.one_line(plain.tidy(writer.email, _NAME_LIMIT), _NAME_LIMIT)
    if not key:
        return None
    external_id = key if url else f"{host}/{key}"
    return Author(
        external_id=external_id if len(external_id) <= 300 else _hashed(external_id),
        name=name or urlsplit(url).hostname or "",
        url=url,
        avatar_url=plain.link(writer.avatar_url),
    )


def _language(code: str) -> str:
    found = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", code)
    return found[1].lower() if found else ""


def _answered(entry: Entry, link: str) -> str:
    """The id that the row names, else the address of the post that the comment stands under."""
    named = plain.one_line(plain.tidy(entry.reply_to, _ID_LIMIT), _ID_LIMIT)
    post = _COMMENT_LINK.sub("", link or plain.link(entry.guid))
    return named or post.partition("#")[0][:_ID_LIMIT]
