"""A mention as queries see it: cut into words once, then asked by any number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from monitoring.matching.tokens import is_marked, key_of, marks_of, pieces, plain_words, words_of

BOUND = "\x00"
"""Stands between title, text and fields in `Document.haystack`: no phrase reaches over it."""
APART = 1000
"""Places between the last word of the title and the first of the text: more than any NEAR bridges."""


class Document:
    """`haystack` has everything a query may ask for, each with a space on both sides, folded:

    the words in order, then tags and handles as a whole, then `:lang:es`, `:network:x`, `:author:ana`, `:handle:ana`.
    """

    __slots__ = ("_index", "_parts", "haystack")

    def __init__(self, haystack: str, parts: tuple[list[str], ...]) -> None:
        self.haystack = haystack
        self._parts = parts  # pieces of the title, pieces of the text
        self._index: dict[str, list[int]] | None = None

    @classmethod
    def of(
        cls, *, text: str, title: str = "", author: str = "", handle: str = "", language: str = "", network: str = ""
    ) -> Document:
        """A mention; `author` is the name shown, `handle` with or without @ and server, the rest codes as stored."""
        parts = (pieces(title), pieces(text)) if title else (pieces(text),)
        words = f" {BOUND} ".join(" ".join([words_of[piece] for piece in part]) for part in parts)
        marked = _marked(parts) if any(sign in text or sign in title for sign in "#@＃＠") else []
        fields = _fields(author, handle, language, network)
        return cls(f" {words} {BOUND} {' '.join((*marked, *fields))} ", parts)

    def places(self, key: str) -> list[int]:
        """Where the word, tag or handle `key` stands, in order."""
        return self._places().get(key, [])

    def places_of_prefix(self, start: str) -> list[int]:
        """Where words that begin with `start` stand, in order."""
        found = (places for key, places in self._places().items() if key.startswith(start))
        return sorted({place for places in found for place in places})

    def _places(self) -> dict[str, list[int]]:
        if self._index is None:
            self._index = self._indexed()  # whole: threads may share a document
        return self._index

    def _indexed(self) -> dict[str, list[int]]:
        index, place = defaultdict[str, list[int]](list), 0
        for part in self._parts:
            for piece in part:
                for mark in marks_of(piece) if is_marked(piece) else ():
                    index[mark].append(place)
                for word in words_of[piece].split(" "):
                    index[word].append(place)
                    place += 1
            place += APART
        return dict(index)


def _marked(parts: tuple[list[str], ...]) -> list[str]:
    return [mark for part in parts for piece in part if is_marked(piece) for mark in marks_of(piece)]


def _fields(author: str, handle: str, language: str, network: str) -> Iterator[str]:
    if language:
        yield f":lang:{key_of(language)}"
    if network:
        yield f":network:{key_of(network)}"
    yield from (f":author:{word}" for word in plain_words(author))
    name = handle_key(handle)
    if name:
        yield f":handle:{name}"
        if "@" in name:
            yield f":handle:{name.partition('@')[0]}"


def handle_key(handle: str) -> str:
    """A handle as it is compared: without @ in front and without spaces."""
    return "".join(key_of(handle).split()).lstrip("@＠")
