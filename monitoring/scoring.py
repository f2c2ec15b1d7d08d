"""What the machine says about a text, in the columns of a mention."""

from __future__ import annotations

from typing import Any

from monitoring import sentiment
from monitoring.models import Labeller, Mention, Sentiment
from monitoring.sentiment.results import Score, Unscored

COLUMNS = ("language", "sentiment", "score", "confidence", "backend", "backend_version", "evidence")
"""Columns that a machine may write."""

Result = Score | Unscored
_NOTHING: dict[str, Any] = {"score": None, "confidence": None, "backend": "", "backend_version": "", "evidence": []}


class Scorer:
    """Scores each text of a batch once, for a brand that works in `languages`."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._known: dict[tuple[str, str], Result] = {}

    def result(self, text: str, language: str = "auto") -> Result:
        """Language and sentiment of `text`, read as `language` where a person has named it."""
        key = (text, language)
        if key not in self._known:
            self._known[key] = sentiment.score(text, languages=self.languages, lang=language)
        return self._known[key]


def put(mention: Mention, result: Result) -> None:
    """Write `result` into `mention`, except where a person has spoken."""
    said = columns(result)
    if mention.language_by == Labeller.PERSON:
        del said["language"]
    if mention.sentiment_by == Labeller.PERSON:
        del said["sentiment"]
    for column, value in said.items():
        setattr(mention, column, value)


def columns(result: Result) -> dict[str, Any]:
    """COLUMNS, as `result` has them."""
    if not isinstance(result, Score):
        return {"language": result.language[:8], "sentiment": Sentiment.UNSCORED, **_NOTHING}
    return {
        "language": result.language[:8],
        "sentiment": result.label,
        "score": result.score,
        "confidence": result.confidence,
        "backend": result.backend[:40],
        "backend_version": result.version[:20],
        "evidence": [[e.word, e.weight, e.start, e.end] for e in result.evidence],
    }
