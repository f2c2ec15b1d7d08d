"""Reads the lexicons that lie in `data/`: one readable file a purpose, comments after #."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from core.text import fold
from monitoring.sentiment import portuguese_inflection, spanish_inflection
from monitoring.sentiment.data_files import rows


def _verb(forms: Callable[[str, str], Iterable[str]]) -> Callable[[str], Iterable[str]]:
    """An entry "sentir:ie-i" is a verb and, after the colon, how its stem changes."""

    def all_of(entry: str) -> Iterable[str]:
        infinitive, _, change = entry.partition(":")
        return forms(infinitive, change)

    return all_of


def _spanish_noun(entry: str) -> Iterable[str]:
    return entry, spanish_inflection.plural(entry)


_FORMS: dict[str, dict[str, Callable[[str], Iterable[str]]]] = {
    "es": {
        "noun": _spanish_noun,
        "adj": spanish_inflection.adjective_forms,
        "verb": _verb(spanish_inflection.verb_forms),
    },
    "pt": {
        "noun": portuguese_inflection.noun_forms,
        "adj": portuguese_inflection.adjective_forms,
        "verb": _verb(portuguese_inflection.verb_forms),
    },
}

_SUPERLATIVE = tuple(f"i{s}{ending}" for s in ("s", "ss") for ending in ("imo", "ima", "imos", "imas"))
_SUPERLATIVE_FACTOR = 1.2


def inflected(name: str, language: str) -> dict[str, float]:
    """Folded form → valence of a file with columns value, kind, words; forms of value 0 are left out.

    Raises KeyError for an unknown kind or language.
    """
    by_rule: dict[str, float] = {}
    as_written: dict[str, float] = {}
    for value, kind, words in rows(name):
        for entry in fold(words).split():
            if kind == "word":
                as_written[entry] = float(value)
                continue
            for form in _FORMS[language][kind](entry):
                strong = kind == "adj" and form.endswith(_SUPERLATIVE)
                by_rule[form] = float(value) * (_SUPERLATIVE_FACTOR if strong else 1)
    return {form: value for form, value in (by_rule | as_written).items() if value}


def valences(name: str) -> dict[str, float]:
    """Key → value of a file with columns value, keys (separated by blanks); keys are taken as they stand."""
    return {key: float(value) for value, keys in rows(name) for key in keys.split()}


def folded_valences(name: str) -> dict[str, float]:
    """As `valences`, with folded keys."""
    return {fold(key): value for key, value in valences(name).items()}


def groups(name: str) -> dict[str, list[str]]:
    """Group → its folded words, of a file with columns group, words."""
    return {group: fold(words).split() for group, words in rows(name)}


def phrases(name: str) -> dict[tuple[str, ...], float]:
    """Folded words of a phrase → value, of a file with columns value, phrase.

    A bar separates alternatives for one place, an underscore the words of one alternative: "va como un_tiro|la_seda".
    """
    found: dict[tuple[str, ...], float] = {}
    for value, phrase in rows(name):
        slots = [slot.split("|") for slot in fold(phrase).split()]
        for choice in product(*slots):
            found[tuple(" ".join(choice).replace("_", " ").split())] = float(value)
    return found
