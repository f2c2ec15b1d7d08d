"""The part of a text in which something was found, for lists: begins near the first hit, and knows what to mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LENGTH = 280
_BEFORE = 60
"""Characters in front of the first hit."""

Part = tuple[str, bool]
"""Some characters, and whether they are a hit."""


def passage(text: str, hits: Sequence[tuple[int, int]], length: int = LENGTH) -> list[Part]:
    """Up to `length` characters of `text` around the first of `hits` (ranges of characters, in order), cut at words."""
    start = _start(text, hits[0][0] if hits else 0)
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + length - 40)
    parts = list(_parts(text, hits, start, end))
    return [*([("…", False)] if start else []), *parts, *([("…", False)] if end < len(text) else [])]


def _start(text: str, first: int) -> int:
    if first <= 2 * _BEFORE:
        return 0
    space = text.find(" ", first - _BEFORE, first)
    return space + 1 if space >= 0 else first


def _parts(text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Part]:
    at = start
    for first, last in hits:
        if last <= at or first >= end:
            continue
        if first > at:
            yield text[at:first], False
        yield text[max(first, at) : min(last, end)], True
        at = min(last, end)
    if at < end:
        yield text[at:end], False
