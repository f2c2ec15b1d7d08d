"""What sentiment says about a post, whichever backend said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["negative", "neutral", "positive"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word, emoji or idiom that counted: `text[start:end]` of the scored post, in characters.

    `weight` is what it added to the sum after negation and emphasis, in VADER's units (about -4 to 4).
    """

    word: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Score:
    """A label with its reasons. `score` is -1..1, `confidence` the estimated probability that `label` is right.

    `backend` and `version` are stored with it, so that rows of an older version can be found and scored again.
    """

    label: Label
    score: float
    confidence: float
    language: str
    backend: str
    version: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Unscored:
    """A post in a language without a backend, or in an unknown one ("und")."""

    language: str
