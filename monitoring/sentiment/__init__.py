"""Sentiment of posts: one function, `score`, whichever backend stands behind it.

What it gives is a reading aid: shares over many posts mean something, one post's label is a guess with a confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.language import detect
from monitoring.sentiment.backends import BACKENDS
from monitoring.sentiment.results import Evidence, Label, Score, Unscored

__all__ = ["Evidence", "Label", "Score", "Unscored", "score"]


def score(text: str, *, languages: Sequence[str] = ("es", "en", "pt"), lang: str = "auto") -> Score | Unscored:
    """The sentiment of `text`.

    With `lang="auto"` the language is found first, for a brand that works in `languages` (see `language.detect`);
    any other `lang` is taken as given, and then even an empty text of a language with a backend gets a Score.
    Unscored names the language that has no backend, or "und".
    """
    code = detect(text, languages).code if lang == "auto" else lang
    backend = BACKENDS.get(code)
    return backend().score(text) if backend else Unscored(code)
