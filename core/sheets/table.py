from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""A cell's value as its file has it: everything in a CSV is text, a workbook has types. Nothing is evaluated."""

MAX_COLUMNS = 256


class Row(NamedTuple):
    """One row. `number` counts from 1 and counts blank rows too, as a spreadsheet does."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; a CSV has one, without a name."""

    name: str = ""
    hidden: bool = False


class Book(Protocol):
    """An open file. Rows are streamed; blank ones are left out."""

    @property
    def sheets(self) -> tuple[Sheet, ...]: ...

    def rows(self, sheet: str = "") -> Iterator[Row]:
        """Rows of the sheet of that name (the first visible one by default). Raises Unreadable."""
        ...

    def count(self, sheet: str = "") -> int:
        """How many rows `rows` goes through at most, blank ones included. Raises Unreadable."""
        ...
