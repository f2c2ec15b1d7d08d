"""Reads the lexicons that lie in `data/`: one readable file a purpose, comments after #."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from core.text import fold
from monitoring.sentiment.data_files import rows
from monitoring.sentiment.inflection import adjective_forms, plural, verb_forms


def _noun(entry: str) -> Iterable[str]:
    return entry, plural(entry)


def _verb(entry: str) -> Iterable[str]:
    infinitive, _, change = entry.partition(":")
    return verb_forms(infinitive, change)


_FORMS: dict[str, Callable[[str], Iterable[str]]] = {"noun": _noun, "adj": adjective_forms, "verb": _verb}

_SUPERLATIVE = ("isimo", "isima", "isimos", "isimas")
_SUPERLATIVE_FACTOR = 1.2


def inflected(name: str) -> dict[str, float]:
    """Folded form → valence of a file with columns value, kind, words; forms of value 0 are left out.

    Raises KeyError for an unknown kind.
    """
    by_rule: dict[str, float] = {}
    as_written: dict[str, float] = {}
    for value, kind, words in rows(name):
        for entry in fold(words).split():
            if kind == "word":
                as_written[entry] = float(value)
                continue
            for form in _FORMS[kind](entry):
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
