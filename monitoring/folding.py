"""core.text.fold, spoken by PostgreSQL, for texts that have no folded column."""

from __future__ import annotations

from functools import cache

from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable

from core.text import fold


class Fold(Func):
    """A text without case and accents, except ñ and ç. Texts are stored composed, so one letter is one character."""

    function = "translate"
    output_field = TextField()

    def __init__(self, text: Combinable) -> None:
        super().__init__(text, *map(Value, _letters()))


@cache
def _letters() -> tuple[str, str]:
    """Letters of the Latin and Greek and Cyrillic blocks that folding changes, and what they become."""
    changed = {chr(n): fold(chr(n)) for n in range(0x41, 0x530)} | {chr(n): fold(chr(n)) for n in range(0x1E00, 0x2000)}
    pairs = {letter: folded for letter, folded in changed.items() if len(folded) == 1 and folded != letter}
    return "".join(pairs), "".join(pairs.values())
