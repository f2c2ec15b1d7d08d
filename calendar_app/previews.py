"""A post as it will look, as far as text goes: what a network colours is told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calendar_app import links

_WORDS = re.compile(r"(?<![\w/&])(?P<hashtag>#[\w·]*[^\W\d_][\w·]*)|(?<![\w/.])(?P<person>@[\w.-]*\w(?:@[\w.-]*\w)?)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; kind is link, hashtag, person or nothing."""

    text: str
    kind: str = ""


def pieces(text: str) -> list[Piece]:
    """`text` in order, links, hashtags and handles apart."""
    found: list[Piece] = []
    end = 0
    for start, stop in links.spans(text):
        found += [*_words(text[end:start]), Piece(text[start:stop], "link")]
        end = stop
    return [*found, *_words(text[end:])]


def _words(text: str) -> list[Piece]:
    found: list[Piece] = []
    end = 0
    for match in _WORDS.finditer(text):
        found += [Piece(text[end : match.start()]), Piece(match[0], match.lastgroup or "")]
        end = match.end()
    return [piece for piece in [*found, Piece(text[end:])] if piece.text]
