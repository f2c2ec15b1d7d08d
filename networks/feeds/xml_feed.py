"""RSS 0.9x, 1.0, 2.0 and Atom, through feedparser, which gets clean text and never fetches anything."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
from django.utils.translation import gettext_noop

from networks.errors import Broken
from networks.feeds.entry import Entry, RawFeed, Words, Writer

NOT_A_FEED = gettext_noop("This is not a feed.")
IS_A_PAGE = gettext_noop("This is a web page, not a feed. Give the page's address to look for its feeds.")
TOO_MUCH = gettext_noop("The feed holds more than can be read.")

# feedparser takes up to 300 µs a row, 60 µs a tag and 10 µs a reference: these bound what a hostile file can cost
MOST_ROWS = 20_000
_MOST_TAGS = 400_000
_MOST_REFERENCES = 1_000_000
_HEAD = 64 * 1024
# A tag with 300 attributes: feedparser looks each of them up by going through all of them
_CROWDED = re.compile(r"""<[^\s<>]++(?:\s++[^\s=<>]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')){300}""")

_ROOT = re.compile(r"<(?:[a-z][\w.-]{0,40}:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_ROW = re.compile(r"<(?:[a-z][\w.-]{0,40}:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
# What XML cannot hold, and one broken piece of which sends feedparser to its slow, guessing parser
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,9});|#([0-9]{1,9});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_OWN = frozenset(("lt", "gt", "amp", "quot", "apos"))


def read(text: str) -> RawFeed:
    """The feed in `text`. Links are as the file has them, made absolute only by its own xml:base.

    Raises Broken for what is no feed.
    """
    xml = _prepared(text)
    headers = {"content-type": "application/xml; charset=utf-8"}  # no address: feedparser would join ids to it
    try:
        # A file object: feedparser takes a string for an address or a path, and opens it.
        found = feedparser.parse(
            io.BytesIO(xml.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # its guessing parser trips over hostile input in more ways than can be listed
        raise Broken(NOT_A_FEED) from error
    if not found.get("version") and not found.entries:
        raise Broken(NOT_A_FEED)
    entries = [_entry(raw, found) for raw in found.entries]
    return RawFeed(
        entries=tuple(entries),
        title=str(found.feed.get("title", "")),
        home_url=str(found.feed.get("link", "")),
        language=str(found.feed.get("language", "")),
        generator=str(found.feed.get("generator", "")),
        ttl=_minutes(found.feed.get("ttl")),
    )


def _prepared(text: str) -> str:
    """`text` from its root element on: declaration, DOCTYPE with its entities, and a server's chatter are left behind.

    So an entity bomb has no entities, and feedparser's patterns for the prologue, which take quadratic time on blank
    lines, have nothing to read.
    """
    head = text[:_HEAD]
    root, page = _ROOT.search(head), _PAGE.search(head)
    if page and not (root and root.start() < page.start()):
        raise Broken(IS_A_PAGE)
    if not root:
        raise Broken(NOT_A_FEED)
    if _is_too_much(text):
        raise Broken(TOO_MUCH)
    return _REFERENCE.sub(_resolved, _ILLEGAL.sub("", text[root.start() :]))


def _is_too_much(text: str) -> bool:
    """Whether reading `text` could cost more than some 15 seconds."""
    rows = sum(1 for _ in _ROW.finditer(text))
    crowded = text.count("<") > _MOST_TAGS or text.count("&") > _MOST_REFERENCES or _CROWDED.search(text)
    return rows > MOST_ROWS or bool(crowded)


def _resolved(match: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know, as characters; illegal numbers dropped; a lone & escaped.

    Inside CDATA this changes nothing that is seen: its markup is decoded as HTML afterwards.
    """
    hexadecimal, decimal, name = match.groups()
    if name:
        if name in _XML_OWN:
            return match[0]
        known = html.unescape(match[0])
        return html.escape(known, quote=False) if known != match[0] else f"&amp;{name};"
    if not (hexadecimal or decimal):
        return "&amp;"
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return html.unescape(match[0]) if 128 <= code < 160 else match[0] if legal else ""


def _entry(raw: Any, feed: Any) -> Entry:
    reply = raw.get("thr_in-reply-to") or {}
    guid, link = str(raw.get("id", "")), str(raw.get("link", ""))
    return Entry(
        guid=guid,
        link=link if link != guid or "://" in link else "",  # a guid counts as a permalink by default: «12» is none
        title=_words(raw.get("title_detail")),
        body=_words(_longest(raw)),
        writer=_writer(raw.get("author_detail") or _inherited(feed)),
        posted_at=_date(raw),
        language=str((raw.get("title_detail") or {}).get("language") or feed.feed.get("language") or ""),
        reply_to=str(reply.get("ref") or reply.get("href") or "") if isinstance(reply, Mapping) else "",
    )


def _words(detail: Mapping[str, Any] | None) -> Words:
    if not detail:
        return Words()
    return Words(str(detail.get("value") or ""), detail.get("type") != "text/plain")


def _longest(raw: Any) -> Mapping[str, Any] | None:
    """The content where there is one, else the summary: the longest of them, teasers being shorter than texts."""
    details = [d for d in (*raw.get("content", ()), raw.get("summary_detail")) if d]
    return max(details, key=lambda d: len(d.get("value") or ""), default=None)


def _inherited(feed: Any) -> Mapping[str, Any] | None:
    """Atom: an entry without an author has the feed's (RFC 4287 §4.2.1). RSS's managingEditor wrote nothing."""
    atom = str(feed.get("version", "")).startswith("atom")
    return feed.feed.get("author_detail") if atom else None


def _writer(detail: Mapping[str, Any] | None) -> Writer | None:
    if not detail:
        return None
    return Writer(*(str(detail.get(key) or "") for key in ("name", "href", "avatar", "email")))


def _date(raw: Any) -> datetime | None:
    """When it was published, else created, else updated. feedparser reads dates into UTC."""
    for key in ("published_parsed", "created_parsed", "updated_parsed"):
        moment = dict.get(raw, key)  # the object's own get() serves one date for another, with a warning
        if moment:
            year, month, day, hour, minute, second = moment[:6]
            try:
                return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
            except ValueError:
                continue
    return None


def _minutes(value: Any) -> timedelta | None:
    text = str(value or "").strip()
    return timedelta(minutes=int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else None
