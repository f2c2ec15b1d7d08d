"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read without believing any type in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from networks.errors import Broken
from networks.feeds.entry import Entry, RawFeed, Words, Writer
from networks.feeds.xml_feed import MOST_ROWS, NOT_A_FEED, TOO_MUCH


def read(text: str) -> RawFeed:
    """The feed in `text`, links as it has them. Raises Broken for what is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise Broken(NOT_A_FEED) from None
    rows = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(rows, list) or not ("version" in feed or "title" in feed):
        raise Broken(NOT_A_FEED)
    if len(rows) > MOST_ROWS:
        raise Broken(TOO_MUCH)
    usable = [row for row in rows if isinstance(row, dict)]
    return RawFeed(
        entries=tuple(_entry(row, feed) for row in usable),
        title=_text(feed, "title"),
        home_url=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        skipped=len(rows) - len(usable),
    )


def _entry(row: dict[str, Any], feed: dict[str, Any]) -> Entry:
    html = _text(row, "content_html")
    plain = _text(row, "content_text") or _text(row, "summary")
    return Entry(
        guid=_text(row, "id"),
        link=_text(row, "url") or _text(row, "external_url"),
        title=Words(_text(row, "title"), is_html=False),
        body=Words(html) if html else Words(plain, is_html=False),
        writer=_writer(row) or _writer(feed),
        posted_at=_date(_text(row, "date_published") or _text(row, "date_modified")),
        language=_text(row, "language") or _text(feed, "language"),
    )


def _text(row: dict[str, Any], key: str) -> str:
    """A string, or a number as one: ids are often numbers. Anything else is nothing."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _writer(row: dict[str, Any]) -> Writer | None:
    """The first of `authors` (1.1), else `author` (1.0)."""
    authors = row.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else row.get("author")
    if not isinstance(first, dict):
        return None
    return Writer(_text(first, "name"), _text(first, "url"), _text(first, "avatar"))


def _date(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
