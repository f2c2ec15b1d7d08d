"""VADER for Portuguese, of Brazil and of Portugal."""

from __future__ import annotations

from typing import Any, ClassVar

from monitoring.sentiment import romance
from monitoring.sentiment.romance_words import Laughter

_rules = romance.rules("pt")
_Analyzer: Any = _rules.SentimentIntensityAnalyzer


class PortugueseVader(romance.RomanceVader, _Analyzer):  # type: ignore[misc]
    """The analyzer for Portuguese."""

    rules: ClassVar = _rules
    language = "pt"
    laughter = Laughter(
        first="khrjaeusi",
        letters=(
            "k",
            "ha",
            "he",
            "hi",
            "rs",
            "ja",
            "hau",
            "hue",
            "hua",
            "hus",
            "ahu",
            "aush",
            "shua",
            "kj",
            "ks",
            "ak",
        ),
        shortest=3,
    )
    renamed: ClassVar = {"nao": "no", "num": "no", "n": "no", "ñ": "no", "no": "em", "nos": "em"}
    """«não», and how it is written in a hurry. «no» is a preposition here (in the)."""
