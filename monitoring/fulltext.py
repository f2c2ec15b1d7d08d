"""Words that people search for in mentions, as PostgreSQL looks for them.

Each mention has a stored vector of its words, stemmed by the rules of its language (Mention.search). What is asked is
folded and stemmed by the same functions in the database, once for each language, so that «reclamaciones» finds
«reclamación» in a Spanish text and is only itself in an English one. No word is too common to be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, Value

from monitoring.models.author import NAMED

STEMMED = ("es", "en", "pt")
"""Languages with rules of their own; in all others a word is only itself, folded. The migration has the same."""
_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'(?P<out>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase whose words follow one another."""

    said: str
    excluded: bool = False


def terms(text: str) -> tuple[Term, ...]:
    """What a person typed: words side by side, "phrases", and what is left out after a minus. All of it has to hold.

    Pieces without a letter or digit say nothing and are left away.
    """
    found = (
        Term((match["phrase"] if match["phrase"] is not None else match["word"]).strip(), bool(match["out"]))
        for match in _TERM.finditer(text.translate(_QUOTES))
    )
    return tuple(dict.fromkeys(term for term in found if any(letter.isalnum() for letter in term.said)))


def condition(asked: Sequence[Term], language: str, search: str) -> tuple[str, list[str]]:
    """SQL for «says all of `asked`», and its parameters; `language` and `search` are SQL for those two columns."""
    parts, values = [], []
    for code in (*STEMMED, ""):
        belongs = f"{language} = '{code}'" if code else f"{language} NOT IN {STEMMED}"
        query = " && ".join(f"{'!!' if term.excluded else ''}monitoring_asked('{code}', %s)" for term in asked)
        parts.append(f"({belongs} AND {search} @@ ({query}))")
        values += [term.said for term in asked]
    return f"({' OR '.join(parts)})", values


class Says(Func):
    """Whether a mention says all of `asked`: a condition for Mention's filter()."""

    output_field = BooleanField()

    def __init__(self, asked: Sequence[Term]) -> None:
        super().__init__(F("language"), F("search"))
        self.asked = tuple(asked)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        language, search = (compiler.compile(part)[0] for part in self.get_source_expressions())
        sql, values = condition(self.asked, language, search)
        return sql, tuple(values)


def names(text: str) -> Func:
    """Whether an author's name or handle has words that begin with all those of `text`: for Author's filter()."""
    asked = Func(Value(text), function="monitoring_named")
    return Func(NAMED, asked, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
