"""Text as the product compares it."""

from __future__ import annotations

import unicodedata

# ñ and ç are letters of their own (año is not ano, caça is not caca), everything else folds to its base letter.
_KEPT = {"ñ": "\ue000", "ç": "\ue001"}
_HIDE = str.maketrans(_KEPT)
_SHOW = str.maketrans({mark: letter for letter, mark in _KEPT.items()})


def fold(text: str) -> str:
    """`text` without case and without accents, except ñ and ç. The one folding in queries, filters and full text."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_HIDE)
    bare = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).translate(_SHOW)
