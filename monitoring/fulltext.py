"""Words that people search for in mentions, as PostgreSQL looks for them.

Each mention has a stored vector of its words, stemmed by the rules of its language (Mention.search). What is asked is
folded and stemmed by the same functions in the database, once for each language, so that «reclamaciones» finds
«reclamación» in a Spanish text and is only itself in an English one. No word is too common to be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from django.db.models import BooleanField, F, Func, Value

from core.text import fold
from monitoring.models.author import NAMED

STEMMED = ("es", "en", "pt")
"""Languages with rules of their own; in all others a word is only itself, folded. The migration has the same."""
_QUOTES = str.maketrans("“”„«»", '"""""')
_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(?P<out>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


Exact = Literal["", "word", "hashtag", "link"]
# PostgreSQL asks for what costs least first: for what the index knows, and of those alone for what is exact.
_EXACTLY = {
    "word": "position(' ' || trim(monitoring_folded(%s)) || ' ' IN ' ' || monitoring_folded({said}) || ' ') > 0",
    "hashtag": "trim(monitoring_folded(%s)) = ANY(monitoring_hashtags({said}))",
    "link": "%s = ANY(monitoring_links({said}))",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase whose words follow one another."""

    said: str
    excluded: bool = False
    exact: Exact = ""
    """It has to stand there as it is, but for case and accents: a word, a hashtag without its #, or a link's key."""


def terms(text: str) -> tuple[Term, ...]:
    """What a person typed: words side by side, "phrases", and what is left out after a minus. All of it has to hold.

    Pieces without a letter or digit say nothing and are left away.
    """
    found = (
        Term((match["phrase"] if match["phrase"] is not None else match["word"]).strip(), bool(match["out"]))
        for match in _TERM.finditer(text.translate(_QUOTES))
    )
    return tuple(dict.fromkeys(term for term in found if any(letter.isalnum() for letter in term.said)))


def hits(asked: Sequence[Term], text: str) -> list[str]:
    """Words of `text` that are one of `asked` or another form of it, as they stand there: for a reader's eye.

    Only the database knows stems; here a form is a word of which seven letters in ten, at the beginning, are the same.
    """
    wanted = {word for term in asked if not term.excluded for word in _WORD.findall(fold(term.said))}
    found = dict.fromkeys(_WORD.findall(text)) if wanted else {}
    return [word for word in found if any(_of_one_word(fold(word), other) for other in wanted)]


def _of_one_word(one: str, other: str) -> bool:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one == other or (same >= 4 and 10 * same >= 7 * max(len(one), len(other)))


def condition(asked: Sequence[Term], language: str, search: str, title: str, text: str) -> tuple[str, list[str]]:
    """SQL for «says all of `asked`», and its parameters; the rest is SQL for the columns of those names."""
    parts, values = [], []
    for code in (*STEMMED, ""):
        belongs = f"{language} = '{code}'" if code else f"{language} NOT IN {STEMMED}"
        query = " && ".join(f"{'!!' if term.excluded else ''}monitoring_asked('{code}', %s)" for term in asked)
        parts.append(f"({belongs} AND {search} @@ ({query}))")
        values += [term.said.partition("?")[0] if term.exact == "link" else term.said for term in asked]
    exact = [term for term in asked if term.exact]
    said = f"monitoring_said({title}, {text})"
    exactly = "".join(f" AND {_EXACTLY[term.exact].format(said=said)}" for term in exact)
    return f"(({' OR '.join(parts)}){exactly})", values + [term.said for term in exact]


class Says(Func):
    """Whether a mention says all of `asked`: a condition for Mention's filter()."""

    output_field = BooleanField()

    def __init__(self, asked: Sequence[Term]) -> None:
        super().__init__(F("language"), F("search"), F("title"), F("text"))
        self.asked = tuple(asked)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        columns = [compiler.compile(part)[0] for part in self.get_source_expressions()]
        sql, values = condition(self.asked, *columns)
        return sql, tuple(values)


def names(text: str) -> Func:
    """Whether an author's name or handle has words that begin with all those of `text`: for Author's filter()."""
    asked = Func(Value(text), function="monitoring_named")
    return Func(NAMED, asked, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
