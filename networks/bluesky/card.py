"""A link card: what a page says about itself, read through the guarded door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from core import http
from networks import http_errors, plain
from networks.bluesky.client import Server
from networks.bluesky.limits import IMAGE_BYTES
from networks.errors import NetworkError

_PATIENCE = http.Patience(connect=5, read=10, total=15)
_MOST = 2 * 1024 * 1024
_PICTURES = ("image/jpeg", "image/png", "image/webp")


def of(there: Server, address: str) -> Mapping[str, Any]:
    """An embed for `address`, with the page's title, description and picture as far as they can be had: a page that
    does not answer gets a card that shows its address."""
    about = _about(address)
    external: dict[str, Any] = {
        "uri": address,
        "title": about.get("title") or address.partition("://")[2],
        "description": about.get("description", ""),
    }
    if picture := about.get("image"):
        body, mime = _picture(picture)
        if body:
            external["thumb"] = there.upload(body, mime)
    return {"$type": "app.bsky.embed.external", "external": external}


def _about(address: str) -> Mapping[str, str]:
    """Title, description and picture of the page at `address`, those that it tells."""
    try:
        page = http_errors.read(address, timeout=_PATIENCE, max_bytes=_MOST)
        root = etree.fromstring(page.body, etree.HTMLParser(encoding=_charset(page.headers)))
    except (NetworkError, etree.XMLSyntaxError, ValueError, LookupError):
        return {}
    if root is None:
        return {}
    told = {
        str(meta.get("property") or meta.get("name")).lower(): meta.get("content") or ""
        for meta in reversed(root.findall(".//meta"))
    }
    titles = root.findall(".//title")
    return {
        "title": plain.one_line(plain.tidy(told.get("og:title") or (titles[0].text or "" if titles else "")), 300),
        "description": plain.one_line(plain.tidy(told.get("og:description") or told.get("description") or ""), 500),
        "image": plain.link(told.get("og:image") or "", page.url),
    }


def _charset(headers: Mapping[str, str]) -> str | None:
    """What the Content-Type says; None: the page says it itself."""
    return headers.get("content-type", "").partition("charset=")[2].strip("\"' ") or None


def _picture(address: str) -> tuple[bytes, str]:
    """The picture and its type; nothing where it is none that Bluesky takes as it is."""
    try:
        answer = http_errors.read(address, timeout=_PATIENCE, max_bytes=IMAGE_BYTES)
    except NetworkError:
        return b"", ""
    mime = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return (answer.body, mime) if mime in _PICTURES else (b"", "")
