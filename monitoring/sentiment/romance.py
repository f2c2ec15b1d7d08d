"""VADER for Spanish and Portuguese: its own rules and class, with our lexicons, idioms, emoji and degree words."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import ClassVar, Final

from monitoring.sentiment import vader
from monitoring.sentiment.lexicon import folded_valences, groups, inflected, phrases, valences
from monitoring.sentiment.phrases import Phrases
from monitoring.sentiment.romance_words import LAUGHTER, Laughter, Splitter
from monitoring.sentiment.vader import Weighing, Word

_NO: Final = -0.7
_LAUGH: Final = 1.4


def rules(language: str) -> ModuleType:
    """A private copy of VADER's module with the modifiers of `language` in place of the English ones."""
    modifiers = groups(f"{language}_modifiers.tsv")
    module = vader.private_vader(f"monitoring.sentiment._vader_{language}", modifiers["negation"])
    module.BOOSTER_DICT.clear()
    module.BOOSTER_DICT.update(dict.fromkeys(modifiers["stronger"], module.B_INCR))
    module.BOOSTER_DICT.update(dict.fromkeys(modifiers["weaker"], module.B_DECR))
    module.SPECIAL_CASES.clear()
    return module


class RomanceVader(vader.LinearRules):
    """What stands before VADER's analyzer for one language; build it once, it is read-only afterwards.

    VADER's rules know the word "no" by name: `renamed` hands a language's own word for it over as that.
    """

    language: ClassVar[str]
    laughter: ClassVar[Laughter]
    renamed: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.signs = valences("emoji.tsv")
        idioms = phrases(f"{self.language}_idioms.tsv")
        idioms = {tuple(self.renamed.get(word, word) for word in words): value for words, value in idioms.items()}
        self.lexicon = inflected(f"{self.language}_lexicon.tsv", self.language)
        self.lexicon |= {" ".join(words): value for words, value in idioms.items() if value}
        self.lexicon |= {"no": _NO, LAUGHTER: _LAUGH}
        self.leanings = folded_valences(f"{self.language}_leanings.tsv")
        self.tones = valences("tones.tsv")
        self._contrasts = frozenset(groups(f"{self.language}_modifiers.tsv")["contrast"])
        self._splitter = Splitter(self.lexicon, self.signs, Phrases(idioms), type(self).laughter, self.renamed)

    def score_words(self, text: str) -> tuple[Weighing, list[Word]]:
        """The score of `text`, and its words (parallel to the weights)."""
        words = self._splitter.words(text)
        return self.weigh(words, text), words

    def _but_check(self, lowered: list[str], valences: list[float]) -> list[float]:
        for at, word in enumerate(lowered):
            if word in self._contrasts:
                return [v * (0.5 if i < at else 1.5) for i, v in enumerate(valences)]
        return valences
