"""VADER for Spanish: its own rules and class, with our lexicon, idioms, emoji, negations and degree words."""

from __future__ import annotations

from typing import ClassVar, Final

from monitoring.sentiment import vader
from monitoring.sentiment.lexicon import folded_valences, inflected, phrases, valences
from monitoring.sentiment.spanish_words import LAUGHTER, Splitter
from monitoring.sentiment.vader import Weighing, Word

_NEGATIONS = "nunca jamas ni sin nada nadie ningun ninguna ninguno ningunos ningunas tampoco cero apenas".split()
_STRONGER = (
    "muy mucho mucha muchos muchas muchisimo muchisima muchisimos super mega hiper ultra re recontra requete tan tanto"
    " tanta tantos tantas demasiado demasiada bastante full realmente verdaderamente totalmente completamente"
    " absolutamente extremadamente sumamente increiblemente especialmente mas todo toda puro pura vaya menudo menuda"
    " que cuanto"
).split()
_WEAKER = "poco poca pocos pocas algo casi medio levemente ligeramente relativamente quizas quiza".split()
_CONTRASTS = frozenset(("pero", "aunque"))

_rules = vader.private_vader("monitoring.sentiment._vader_es", _NEGATIONS)
_rules.BOOSTER_DICT.clear()
_rules.BOOSTER_DICT.update(dict.fromkeys(_STRONGER, _rules.B_INCR) | dict.fromkeys(_WEAKER, _rules.B_DECR))
_rules.SPECIAL_CASES.clear()

_NO: Final = -0.7
_LAUGH: Final = 1.4


class SpanishVader(vader.LinearRules, _rules.SentimentIntensityAnalyzer):  # type: ignore[misc]
    """The analyzer; build it once, it is read-only afterwards."""

    rules: ClassVar = _rules

    def __init__(self) -> None:
        super().__init__()
        signs = valences("emoji.tsv")
        idioms = phrases("es_idioms.tsv")
        self.lexicon = inflected("es_lexicon.tsv") | {sign.lower(): value for sign, value in signs.items()}
        self.lexicon |= {" ".join(words): value for words, value in idioms.items() if value}
        self.lexicon |= {"no": _NO, LAUGHTER: _LAUGH}
        self.leanings = folded_valences("es_leanings.tsv")
        self.tones = valences("tones.tsv")
        self._splitter = Splitter(self.lexicon, signs, idioms)

    def score_words(self, text: str) -> tuple[Weighing, list[Word]]:
        """The score of `text`, and its words (parallel to the weights)."""
        words = self._splitter.words(text)
        return self.weigh(words, text), words

    def _but_check(self, lowered: list[str], valences: list[float]) -> list[float]:
        for at, word in enumerate(lowered):
            if word in _CONTRASTS:
                return [v * (0.5 if i < at else 1.5) for i, v in enumerate(valences)]
        return valences
