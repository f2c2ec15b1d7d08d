"""VADER for Spanish: its own rules and class, with our lexicon, idioms, emoji, negations and degree words."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from monitoring.sentiment import vader
from monitoring.sentiment.lexicon import folded_valences, groups, inflected, phrases, valences
from monitoring.sentiment.phrases import Phrases
from monitoring.sentiment.spanish_words import LAUGHTER, Splitter
from monitoring.sentiment.vader import Weighing, Word

_modifiers = groups("es_modifiers.tsv")
_rules = vader.private_vader("monitoring.sentiment._vader_es", _modifiers["negation"])
_rules.BOOSTER_DICT.clear()
_rules.BOOSTER_DICT.update(dict.fromkeys(_modifiers["stronger"], _rules.B_INCR))
_rules.BOOSTER_DICT.update(dict.fromkeys(_modifiers["weaker"], _rules.B_DECR))
_rules.SPECIAL_CASES.clear()
_CONTRASTS: Final = frozenset(_modifiers["contrast"])

_NO: Final = -0.7
_LAUGH: Final = 1.4


_Analyzer: Any = _rules.SentimentIntensityAnalyzer


class SpanishVader(vader.LinearRules, _Analyzer):  # type: ignore[misc]
    """The analyzer; build it once, it is read-only afterwards."""

    rules: ClassVar = _rules

    def __init__(self) -> None:
        super().__init__()
        self.signs = valences("emoji.tsv")
        idioms = phrases("es_idioms.tsv")
        self.lexicon = inflected("es_lexicon.tsv")
        self.lexicon |= {" ".join(words): value for words, value in idioms.items() if value}
        self.lexicon |= {"no": _NO, LAUGHTER: _LAUGH}
        self.leanings = folded_valences("es_leanings.tsv")
        self.tones = valences("tones.tsv")
        self._splitter = Splitter(self.lexicon, self.signs, Phrases(idioms))

    def score_words(self, text: str) -> tuple[Weighing, list[Word]]:
        """The score of `text`, and its words (parallel to the weights)."""
        words = self._splitter.words(text)
        return self.weigh(words, text), words

    def _but_check(self, lowered: list[str], valences: list[float]) -> list[float]:
        for at, word in enumerate(lowered):
            if word in _CONTRASTS:
                return [v * (0.5 if i < at else 1.5) for i, v in enumerate(valences)]
        return valences
