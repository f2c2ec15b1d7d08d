"""Cuts a post in Spanish or Portuguese into words as the lexicon knows them, each with its place in the post."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping

from core.text import fold
from monitoring.sentiment.phrases import Phrases
from monitoring.sentiment.vader import Word

LAUGHTER = "jaja"
"""What every written laugh becomes: jajaja, jejeje, kkkk, rsrs, jsjsjs, ajajaj."""

_RUN = re.compile(r"(.)\1+")
_STRETCH = re.compile(r"([^\W\d_])\1{2,}")
_CAMEL = re.compile(r"[A-ZÁÉÍÓÚÑÜÂÊÔÃÕÀÇ]?[a-záéíóúñüâêôãõàç]+|[A-ZÁÉÍÓÚÑÜÂÊÔÃÕÀÇ]+(?![a-záéíóúñüâêôãõàç])")


class Laughter:
    """How people of a language write that they laugh: words made of certain letters and no other."""

    def __init__(self, first: str, letters: Iterable[str], shortest: int = 4) -> None:
        self._first = first
        self._sets = frozenset(map(frozenset, letters))
        self._shortest = shortest

    def heard_in(self, form: str) -> bool:
        """Whether the folded word `form` is a laugh: jajaja is, jaja is, ja is not, and jaaaa is a long one."""
        if len(form) < self._shortest or form[0] not in self._first or (letters := frozenset(form)) not in self._sets:
            return False
        return len(letters) == 1 or len(_RUN.sub(r"\1", form)) >= 4


class Splitter:
    """Splits texts for one vocabulary, one set of signs (emoji, emoticons) and one of phrases.

    `renamed` gives the words under which the vocabulary knows some words of the language.
    """

    def __init__(
        self,
        vocabulary: Container[str],
        signs: Iterable[str],
        phrases: Phrases,
        laughter: Laughter,
        renamed: Mapping[str, str],
    ) -> None:
        self._vocabulary = vocabulary
        self._phrases = phrases
        self._laughter = laughter
        self._renamed = renamed
        self._token = _token_pattern(signs)

    def words(self, text: str) -> list[Word]:
        """The words of `text` in order; phrases, laughs, emoji, emoticons and punctuation are one word each."""
        return self._phrases.joined(list(self._single(text)))

    def _single(self, text: str) -> Iterator[Word]:
        for match in self._token.finditer(text):
            kind, found = match.lastgroup, match.group()
            if kind == "word":
                yield self._word(found, match.start())
            elif kind == "tag":
                yield from self._tag(found, match.start())
            elif kind in ("sign", "mark"):
                yield Word(found, match.start(), match.end())

    def _tag(self, tag: str, start: int) -> Iterator[Word]:
        """#FelizLunes is read as two words, #felizlunes as one."""
        for part in _CAMEL.finditer(tag):
            yield self._word(part.group(), start + part.start())

    def _word(self, written: str, start: int) -> Word:
        end = start + len(written)
        form = fold(written)
        if self._laughter.heard_in(form):
            return Word(LAUGHTER, start, end)
        if _STRETCH.search(form):
            form = self._unstretched(form)
        form = self._renamed.get(form, form)
        shouted = len(written) > 1 and written.isupper()
        return Word(form.upper() if shouted else form, start, end)

    def _unstretched(self, form: str) -> str:
        twice, once = _STRETCH.sub(r"\1\1", form), _STRETCH.sub(r"\1", form)
        return twice if twice in self._vocabulary else once


def _token_pattern(signs: Iterable[str]) -> re.Pattern[str]:
    emoticons = sorted((s for s in signs if s.isascii() or len(s) > 1), key=len, reverse=True)
    emoji = "".join(s for s in signs if not s.isascii() and len(s) == 1)
    return re.compile(
        r"(?P<skip>https?://\S+|www\.\S+|@\w+)"
        rf"|(?P<sign>[{emoji}]|(?<!\w)(?:{'|'.join(map(re.escape, emoticons))})(?!\w))"
        r"|(?<=#)(?P<tag>\w+)"
        r"|(?P<word>(?:[^\W_][\u0300-\u036f]*)+)"
        r"|(?P<mark>[,.;:!?…]+)"
    )
