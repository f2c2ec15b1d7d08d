"""VADER for English: its own class and lexicon in linear time, with words and emoji that came later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from monitoring.sentiment import vader
from monitoring.sentiment.lexicon import phrases, valences
from monitoring.sentiment.phrases import Phrases
from monitoring.sentiment.vader import Weighing, Word

_rules = vader.private_vader("monitoring.sentiment._vader_en")

_CHUNK = re.compile(r"\S+")
_NOT_SAID = re.compile(r"https?://\S+|www\.\S+|@\w+")
_HIDDEN = "\ufe0e\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys(_HIDDEN, " ")})


_Analyzer: Any = _rules.SentimentIntensityAnalyzer


class LinearVader(vader.LinearRules, _Analyzer):  # type: ignore[misc]
    """The stock analyzer with the stock lexicon: identical scores, in linear time."""

    rules: ClassVar = _rules

    def score_words(self, text: str) -> tuple[Weighing, list[Word]]:
        """The score of `text`, and its words as VADER cuts them (parallel to the weights)."""
        words = list(self.words(text))
        return self.weigh(words, text), words

    def words(self, text: str) -> Iterator[Word]:
        """VADER's tokens: blanks separate them, emoji are replaced by what they are called."""
        spelled, origins = self._spelled(text)
        for chunk in _CHUNK.finditer(spelled):
            form = _rules.SentiText._strip_punc_if_word(chunk.group())  # noqa: SLF001 - its own subclass's tokens
            first = chunk.start() + chunk.group().find(form)
            last = first + len(form) - 1
            yield Word(form, origins[first], origins[last] + 1)

    def _spelled(self, text: str) -> tuple[str, range | list[int]]:
        """`text` with emoji spelled out, and for each character its place in `text`."""
        if self.emojis.keys().isdisjoint(text):
            return text, range(len(text))
        spelled: list[str] = []
        origins: list[int] = []
        after_space = True
        for place, character in enumerate(text):
            name = self.emojis.get(character)
            piece = character if name is None else name if after_space else " " + name
            after_space = name is None and character == " "
            spelled.append(piece)
            origins.extend([place] * len(piece))
        return "".join(spelled), origins


class EnglishVader(LinearVader):
    """LinearVader with our emoji values, later words, and corrections that real posts ask for.

    Handles, addresses and the marks that colour emoji are not read. Build it once; it is read-only afterwards.
    """

    def __init__(self) -> None:
        super().__init__()
        signs = valences("emoji.tsv")
        self.signs = {sign: value for sign, value in signs.items() if len(sign) == 1 and not sign.isascii()}
        self.emojis = {sign: f" {sign} " for sign in self.signs}
        idioms = phrases("en_idioms.tsv")
        self.lexicon |= valences("en_words.tsv")
        self.lexicon |= {" ".join(words): value for words, value in idioms.items() if value}
        self._phrases = Phrases(idioms)
        self.leanings = valences("en_leanings.tsv")
        self.tones = valences("tones.tsv")

    def words(self, text: str) -> Iterator[Word]:
        """As VADER cuts them, with idioms put together."""
        read = _NOT_SAID.sub(_blank, text).translate(_PLAIN)
        return iter(self._phrases.joined(list(super().words(read))))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
