"""A scorer whose answers can be read off the words: what ingest does with them is what is tested here."""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.sentiment.results import Evidence, Score, Unscored

_WORDS = {"bueno": ("positive", 0.6), "malo": ("negative", -0.6), "good": ("positive", 0.5), "bad": ("negative", -0.5)}


def score(text: str, *, languages: Sequence[str], lang: str = "auto") -> Score | Unscored:
    """English where «the» stands in the text, French where «le» does, else Spanish; nothing for an empty text."""
    words = text.lower().split()
    language = lang if lang != "auto" else "en" if "the" in words else "fr" if "le" in words else "es"
    if language not in languages or not words:
        return Unscored(language if words else "und")
    for word, (label, value) in _WORDS.items():
        if word in words:
            start = text.lower().index(word)
            evidence = (Evidence(word, value * 4, start, start + len(word)),)
            return Score(label, value, 0.8, language, "words", "1", evidence)
    return Score("neutral", 0.0, 0.5, language, "words", "1", ())
