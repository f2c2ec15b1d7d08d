"""VADER for Spanish."""

from __future__ import annotations

from typing import Any, ClassVar

from monitoring.sentiment import romance
from monitoring.sentiment.romance_words import Laughter

_rules = romance.rules("es")
_Analyzer: Any = _rules.SentimentIntensityAnalyzer


class SpanishVader(romance.RomanceVader, _Analyzer):  # type: ignore[misc]
    """The analyzer for Spanish."""

    rules: ClassVar = _rules
    language = "es"
    laughter = Laughter(
        first="jhaesk", letters=("ja", "je", "ji", "jo", "ha", "he", "js", "jah", "jas", "kj", "jka", "jaks")
    )
