"""Which row holds the names of the columns, and which column is which field by its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.sheets.table import Cell, Row
from core.text import fold

HEAD_WITHIN = 30
"""The names of the columns stand in one of the first rows: some programs put a cover above them."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PUNCTUATION = re.compile(r"[^\wñç]+|_+")

F = TypeVar("F", bound=str)
Names = Mapping[F, Sequence[str]]
"""{field: what people call its column}, each as `bare` gives it, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Head:
    """The row with the names of the columns; 0 where there is none."""

    number: int
    columns: tuple[str, ...]
    """A name for each column, each once."""


def head_of(rows: Sequence[Row], names: Names[F]) -> Head:
    """The names of the columns, in the row among the first that holds most known ones, else in the first full one."""
    first = rows[:HEAD_WITHIN]
    known_names = {name for of_field in names.values() for name in of_field}
    widest = max((len([c for c in row.cells if c not in (None, "")]) for row in first), default=0)

    def worth(row: Row) -> tuple[int, int]:
        texts = [cell for cell in row.cells if isinstance(cell, str) and cell.strip()]
        known = sum(bare(text) in known_names for text in texts if len(text) < 60)
        return known, min(len(texts), widest)

    best = max(first, key=lambda row: (*worth(row), -row.number), default=None)
    if best is None:
        return Head(0, ())
    width = max(len(row.cells) for row in rows)
    cells = [*best.cells, *[None] * (width - len(best.cells))]
    return Head(best.number, _once([str(cell).strip() if cell is not None else "" for cell in cells]))


def by_name(
    head: Head, rows: Sequence[Row], names: Names[F], believable: Callable[[F, Sequence[Cell]], bool]
) -> dict[F, int]:
    """The place of each field whose column is called so and whose values in `rows` can be it; no column twice."""
    taken: dict[F, int] = {}
    named = sorted(
        (of_field.index(bare(name)), field, place)
        for field, of_field in names.items()
        for place, name in enumerate(head.columns)
        if bare(name) in of_field and believable(field, column(rows, place))
    )
    for _rank, field, place in named:
        if field not in taken and place not in taken.values():
            taken[field] = place
    return taken


def column(rows: Sequence[Row], place: int) -> list[Cell]:
    """The filled cells of a column."""
    cells = [row.cells[place] if place < len(row.cells) else None for row in rows]
    return [cell for cell in cells if cell not in (None, "")]


def bare(name: str) -> str:
    """A column's name folded, without punctuation: «Fecha_de publicación (UTC)» → «fecha de publicacion utc»."""
    return " ".join(_PUNCTUATION.sub(" ", fold(_CAMEL.sub(" ", name))).split())


def key_of(head: Head, without: Collection[str] = ()) -> str:
    """The set of the columns' names, hashed: files with the same columns are mapped alike. `without`: bare names that
    do not count."""
    counted = sorted(name for name in map(bare, head.columns) if name not in without)
    return hashlib.sha256("\n".join(counted).encode()).hexdigest()


def _once(names: Sequence[str]) -> tuple[str, ...]:
    """`names` told apart: blank ones by their letter, doubles by a number."""
    given: dict[str, int] = {}
    told = []
    for place, given_name in enumerate(names):
        name = " ".join(given_name.split())[:100] or f"[{letter(place)}]"
        given[name] = given.get(name, 0) + 1
        told.append(name if given[name] == 1 else f"{name} ({given[name]})")
    return tuple(told)


def letter(place: int) -> str:
    """0 → A, 26 → AA: as spreadsheets call their columns."""
    place, letters = place + 1, ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
