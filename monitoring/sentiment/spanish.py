"""VADER for Spanish: its own rules and class, with our lexicon, idioms, emoji, negations and degree words."""

from __future__ import annotations

from typing import Final, NamedTuple

from monitoring.sentiment import vader
from monitoring.sentiment.lexicon import inflected, phrases, valences
from monitoring.sentiment.spanish_words import LAUGHTER, Splitter, Word

_NEGATIONS = "nunca jamas ni sin nada nadie ningun ninguna ninguno ningunos ningunas tampoco cero apenas".split()
_STRONGER = (
    "muy mucho mucha muchos muchas muchisimo muchisima muchisimos super mega hiper ultra re recontra requete tan tanto"
    " tanta tantos tantas demasiado demasiada bastante bien harto full realmente verdaderamente totalmente completamente"
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


class _Sentence(NamedTuple):
    """What VADER's rules ask of a text."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


class SpanishVader(vader.LinearRules, _rules.SentimentIntensityAnalyzer):  # type: ignore[misc]
    """The analyzer; build it once, it is read-only afterwards."""

    def __init__(self) -> None:
        super().__init__()
        signs = valences("emoji.tsv")
        idioms = phrases("es_idioms.tsv")
        self.lexicon = inflected("es_lexicon.tsv") | {sign.lower(): value for sign, value in signs.items()}
        self.lexicon |= {" ".join(words): value for words, value in idioms.items()}
        self.lexicon |= {"no": _NO, LAUGHTER: _LAUGH}
        self._splitter = Splitter(self.lexicon, signs, idioms)

    def weigh(self, text: str) -> tuple[float, list[tuple[Word, float]]]:
        """The compound score (-1..1) and what each word added to it."""
        words = self._splitter.words(text)
        forms = [word.form for word in words]
        sentence = _Sentence(forms, _rules.allcap_differential(forms))
        weights: list[float] = []
        for i, form in enumerate(forms):
            if form.lower() in self.lexicon:
                self.sentiment_valence(0, sentence, form, i, weights)
            else:
                weights.append(0)
        weights = self._but_check(forms, weights)
        compound: float = self.score_valence(weights, text)["compound"]
        return compound, list(zip(words, weights, strict=True))

    def _but_check(self, words: list[str], valences: list[float]) -> list[float]:
        for at, word in enumerate(words):
            if word.lower() in _CONTRASTS:
                return [v * (0.5 if i < at else 1.5) for i, v in enumerate(valences)]
        return valences
