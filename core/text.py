"""Text as the product compares it: one folding, so that queries, filters and lexicons agree on what is one word."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# ñ and ç are letters of their own (año is not ano, caça is not caca), everything else folds to its base letter.
_OWN_LETTERS = frozenset("ñç")
# The Latin script's combining marks. The vowel signs of other scripts lie elsewhere and are kept.
_FIRST_MARK, _LAST_MARK = "\u0300", "\u036f"


@lru_cache(maxsize=4096)
def _without_marks(letter: str) -> str:
    if letter in _OWN_LETTERS:
        return letter
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if not _FIRST_MARK <= part <= _LAST_MARK)


def fold(text: str) -> str:
    """`text` without case and without accents, except ñ and ç: fold("¡Qué AÑO!") == "¡que año!".

    Composed and decomposed spellings of a letter give the same. The result may be longer or shorter than `text`
    (ß becomes ss); folding it again changes nothing.
    """
    folded = text.casefold()
    if folded.isascii():
        return folded
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", folded).casefold())
    return unicodedata.normalize("NFC", "".join(map(_without_marks, composed)))


def whole(text: str, most: int = 2_147_483_647) -> int:
    """The whole number from 0 to `most` that `text` writes in digits; 0 for all else, thousands of digits too."""
    digits = len(str(most))
    return int(text) if text.isdecimal() and len(text) <= digits and int(text) <= most else 0
