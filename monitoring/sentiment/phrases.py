"""Set phrases: several words that mean something together are one word to the lexicon."""

from __future__ import annotations

from collections.abc import Iterable

from monitoring.sentiment.vader import Word


class Phrases:
    """A set of phrases, each a tuple of lower-case words."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._phrases = frozenset(phrases)
        self._longest: dict[str, int] = {}
        for phrase in self._phrases:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def joined(self, words: list[Word]) -> list[Word]:
        """`words` with each phrase put together as one word, the longest that fits from the left."""
        joined: list[Word] = []
        at = 0
        lowered = [word.form.lower() for word in words]
        while at < len(words):
            length = self._length(lowered, at)
            joined.append(words[at] if length == 1 else _one(words[at : at + length]))
            at += length
        return joined

    def _length(self, lowered: list[str], at: int) -> int:
        for length in range(self._longest.get(lowered[at], 1), 1, -1):
            if tuple(lowered[at : at + length]) in self._phrases:
                return length
        return 1


def _one(words: list[Word]) -> Word:
    form = " ".join(word.form for word in words)
    return Word(form if form.isupper() else form.lower(), words[0].start, words[-1].end)
