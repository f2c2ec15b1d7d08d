"""Countries and languages in words, from CLDR through Babel."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language, pgettext

from core.text import fold

# What the language model tells apart and the markets of our users write in.
LISTENED = ("es", "en", "pt", "ca", "gl", "eu", "fr", "it", "de")


@lru_cache(maxsize=8)
def countries(speech: str) -> list[tuple[str, str]]:
    """(ISO 3166 code, name in `speech`), by name."""
    names = Locale.parse(speech, sep="-").territories
    inhabited = get_global("territory_languages")
    pairs = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code in inhabited]
    return sorted(pairs, key=lambda pair: fold(pair[1]))


@lru_cache(maxsize=8)
def languages(speech: str) -> list[tuple[str, str]]:
    """(ISO 639-1 code, name in `speech`) of the languages that a brand can listen in."""
    names = Locale.parse(speech, sep="-").languages
    return [(code, names[code].capitalize()) for code in LISTENED]


def language_name(code: str) -> str:
    """«es» → Español, in the reader's language; «Unknown» for "und", the code itself where no name is known."""
    if code == "und":
        return pgettext("language", "Unknown")
    known = Locale.parse(get_language() or "en", sep="-").languages
    return str(known.get(code, code)).capitalize()
