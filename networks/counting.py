"""Characters as people see them, which is what most networks count."""

from __future__ import annotations

import regex

_GRAPHEME = regex.compile(r"\X")


def graphemes(text: str) -> int:
    """Extended grapheme clusters of `text` (Unicode UAX #29): a family of emoji is one, so is ñ however it is coded."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in _GRAPHEME.finditer(text))
