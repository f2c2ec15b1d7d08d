"""vaderSentiment's own class, in private copies and in linear time.

The rules of VADER (Hutto & Gilbert 2014) live in a module whose constants (NEGATE, BOOSTER_DICT, SPECIAL_CASES) are the
English language. Each backend gets a copy of that module of its own: constants may be replaced there, nothing that
somebody else imported changes, and no lock is needed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from types import ModuleType
from typing import Any, ClassVar, NamedTuple

_WINDOW = 3
"""How many words before a word VADER's rules look at; they look at two after it."""


class Word(NamedTuple):
    """`form` as it is looked up (upper case if shouted), standing at `text[start:end]` of the post."""

    form: str
    start: int
    end: int


class Weighing(NamedTuple):
    """The compound score of a text (-1..1), and what each of its words added, in order."""

    compound: float
    weights: list[float]


class _Sentence(NamedTuple):
    """What VADER's rules ask of a text."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


def private_vader(name: str, negations: Iterable[str] | None = None) -> ModuleType:
    """A new copy of `vaderSentiment.vaderSentiment`, called `name`, with `negations` in place of its NEGATE.

    Its `negated` looks words up in a set, where the original builds a list of 59 for every call.
    """
    original = importlib.util.find_spec("vaderSentiment.vaderSentiment")
    if original is None or original.origin is None:
        raise ImportError("the package vaderSentiment is not installed")
    spec = importlib.util.spec_from_file_location(name, original.origin)
    if spec is None or spec.loader is None:
        raise ImportError(f"{original.origin} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if negations is not None:
        module.NEGATE[:] = list(negations)
    negating = frozenset(module.NEGATE)

    def negated(words: Iterable[str], include_nt: bool = True) -> bool:
        return any(word in negating or (include_nt and "n't" in word) for word in words)

    module.__dict__["negated"] = negated
    return module


class LinearRules:
    """Stands before VADER's analyzer: the same results, without work that grows with the square of the text.

    The original lower-cases every word of the text again for each word of the lexicon (its open issue 110), and
    searches the whole list for each value after a "but".
    """

    rules: ClassVar[Any]
    """The private copy of VADER's module that the class belongs to."""

    lexicon: dict[str, float]
    sentiment_valence: Callable[..., list[float]]
    score_valence: Callable[..., dict[str, float]]
    signs: Mapping[str, float] = {}
    """Emoji and emoticons that count as they stand: no word before them negates or stresses them."""
    leanings: Mapping[str, float] = {}
    """Words that count a little where the lexicon is silent; they are neither negated nor stressed nor evidence."""
    tones: Mapping[str, float] = {}
    """Marks that count a little, once, wherever in the text they stand: "!", "?", "…"."""

    def weigh(self, words: Sequence[Word], text: str) -> Weighing:
        """The score of `text`, cut into `words`. Work grows with the number of words."""
        forms = [word.form for word in words]
        lowered = [form.lower() for form in forms]
        sentence = _Sentence(forms, self.rules.allcap_differential(forms))
        weights: list[float] = []
        for i, form in enumerate(lowered):
            if forms[i] in self.signs:
                weights.append(self.signs[forms[i]])
            elif form in self.lexicon and not self._is_degree(lowered, i):
                self.sentiment_valence(0, sentence, forms[i], i, weights)
            else:
                weights.append(0)
        weights = self._but_check(lowered, weights)
        counted = [weight or self.leanings.get(form, 0) for form, weight in zip(lowered, weights, strict=True)]
        counted += [value for mark, value in self.tones.items() if mark in text]
        compound = self.score_valence(counted, text)["compound"]
        return Weighing(compound, weights)

    def _is_degree(self, lowered: list[str], i: int) -> bool:
        return lowered[i] in self.rules.BOOSTER_DICT or lowered[i : i + 2] == ["kind", "of"]

    def _negation_check(self, valence: float, words: list[str], start_i: int, i: int) -> float:
        first = max(0, i - _WINDOW)
        checked: float = self._stock._negation_check(valence, words[first : i + 1], start_i, i - first)  # noqa: SLF001
        return checked

    def _special_idioms_check(self, valence: float, words: list[str], i: int) -> float:
        around = words[i - _WINDOW : i + _WINDOW]
        checked: float = self._stock._special_idioms_check(valence, around, _WINDOW)  # noqa: SLF001
        return checked

    def _but_check(self, lowered: list[str], valences: list[float]) -> list[float]:
        return _weighed_around(lowered.index("but"), valences) if "but" in lowered else valences

    @property
    def _stock(self) -> Any:
        return self.rules.SentimentIntensityAnalyzer


def _weighed_around(but: int, valences: list[float]) -> list[float]:
    """VADER's "but" rule: what stands before counts half, what stands after one and a half.

    Each step changes the first place that holds the same value, as in the original (where equal values make one
    place change twice and another not at all): scores stay identical.
    """
    places: dict[float, list[int]] = {}
    for place, valence in enumerate(valences):
        places.setdefault(valence, []).append(place)  # ascending, so each list is a heap
    for step in range(len(valences)):
        valence = valences[step]
        place = heappop(places[valence])
        valences[place] = valence * (0.5 if place < but else 1.5 if place > but else 1)
        heappush(places.setdefault(valences[place], []), place)
    return valences
