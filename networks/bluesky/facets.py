"""Links, mentions and hashtags of a text, as a record marks them: https://docs.bsky.app/docs/advanced-guides/post-richtext

Marks count bytes of UTF-8, start inclusive, end exclusive, and never overlap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from networks import links

_MENTION = re.compile(
    r"(?<![\w.@/])@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])"
)
_WHOLE = re.compile(r"(?<![\w@])https?://[^\s<>\"]+")
_TAG = re.compile(
    r"(?<!\S)[#＃]((?![\ufe0f#＃])[^\s\u00ad\u2060\u200a-\u200d\u20e2]*[^\s\d\W][^\s\u00ad\u2060\u200a-\u200d\u20e2]*)"
)
_AFTER = ".,;:!?…'\"»”’"
_LONGEST_TAG = 64

Span = tuple[int, int, dict[str, Any]]


def of(text: str, did: Callable[[str], str]) -> list[dict[str, Any]]:
    """The marks of `text`. `did` looks up the account of a handle, "" if there is none: then it stays plain text."""
    marks, end = [], 0
    for start, stop, feature in sorted(_spans(text, did), key=lambda span: span[:2]):
        if start < end:
            continue
        end = stop
        index = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:stop].encode())}
        marks.append({"index": index, "features": [feature]})
    return marks


def _spans(text: str, did: Callable[[str], str]) -> Iterator[Span]:
    yield from _links(text)
    for found in _MENTION.finditer(text):
        if account := did(found[1].lower()):
            yield *found.span(), {"$type": "app.bsky.richtext.facet#mention", "did": account}
    for found in _TAG.finditer(text):
        tag = found[1].rstrip(_AFTER + ")]")
        if tag and len(tag) <= _LONGEST_TAG:
            yield found.start(), found.start(1) + len(tag), {"$type": "app.bsky.richtext.facet#tag", "tag": tag}


def _links(text: str) -> Iterator[Span]:
    """Addresses with https:// before them whatever they are, and bare ones under a top-level domain that exists."""
    for found in _WHOLE.finditer(text):
        address = _trimmed(found[0])
        if len(address) > len("https://"):
            yield found.start(), found.start() + len(address), _link(address)
    for found in links.bare_or_whole().finditer(text):
        if not found[3].lower().startswith(("http://", "https://")):
            yield *found.span(3), _link(f"https://{found[3]}")


def _link(address: str) -> dict[str, Any]:
    return {"$type": "app.bsky.richtext.facet#link", "uri": address}


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it, and without a bracket that was not opened inside it."""
    while address and (address[-1] in _AFTER or any(_closes(address, *pair) for pair in ("()", "[]"))):
        address = address[:-1]
    return address


def _closes(address: str, opening: str, closing: str) -> bool:
    return address.endswith(closing) and address.count(closing) > address.count(opening)
