"""The backends that score, one for each language, behind one interface."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from monitoring.sentiment.results import Evidence, Label, Score
from monitoring.sentiment.vader import Weighing, Word

MAX_CHARS: Final = 5000
"""So much of a text is scored, from its beginning: a post is shorter, and the cost of a text stays bounded."""

_STEEPNESS: Final = 4.3
"""Fitted by logistic regression on VADER's rated tweets; how and with what result stands in docs/sentiment.md."""


class Backend(Protocol):
    """Anything that gives a text of its language a Score. `name` and `version` go into the Score."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def score(self, text: str) -> Score: ...


class Analyzer(Protocol):
    """A set of VADER's rules for a language."""

    def score_words(self, text: str) -> tuple[Weighing, list[Word]]: ...


@dataclass(frozen=True)
class VaderBackend:
    """VADER's compound score cut into three labels: below `negative_below`, from `positive_from` on, and between."""

    language: str
    name: str
    version: str
    negative_below: float
    positive_from: float
    analyzer: Analyzer

    def score(self, text: str) -> Score:
        """The label of `text`, of which the first MAX_CHARS characters count."""
        text = text[:MAX_CHARS]
        (compound, weights), words = self.analyzer.score_words(text)
        return Score(
            label=self._label(compound),
            score=compound,
            confidence=self._confidence(compound),
            language=self.language,
            backend=self.name,
            version=self.version,
            evidence=_evidence(text, words, weights),
        )

    def _label(self, compound: float) -> Label:
        if compound < self.negative_below:
            return "negative"
        return "positive" if compound >= self.positive_from else "neutral"

    def _confidence(self, compound: float) -> float:
        """How likely the label is right: 0.5 on a threshold, more with the distance from the nearer one."""
        distance = min(abs(compound - self.negative_below), abs(compound - self.positive_from))
        return round(1 / (1 + math.exp(-_STEEPNESS * distance)), 3)


def _evidence(text: str, words: Sequence[Word], weights: Sequence[float]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(text[word.start : word.end], round(weight, 2), word.start, word.end)
        for word, weight in zip(words, weights, strict=True)
        if weight
    )


@cache
def _spanish() -> Backend:
    from monitoring.sentiment.spanish import SpanishVader

    return VaderBackend("es", "vader-es", "1", -0.1, 0.42, SpanishVader())


@cache
def _english() -> Backend:
    from monitoring.sentiment.english import EnglishVader

    return VaderBackend("en", "vader-en", "1", -0.2, 0.46, EnglishVader())


@cache
def _portuguese() -> Backend:
    from monitoring.sentiment.portuguese import PortugueseVader

    return VaderBackend("pt", "vader-pt", "1", -0.1, 0.42, PortugueseVader())


BACKENDS: dict[str, Callable[[], Backend]] = {"es": _spanish, "en": _english, "pt": _portuguese}
"""Language → what gives its backend, built at the first call and kept. A deeper classifier takes a line's place."""
