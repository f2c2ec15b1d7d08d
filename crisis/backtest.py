"""A series from a file, for trying detection on the past: rows of `timestamp,value` in time order."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any


class BadRow(ValueError):
    """A row that cannot be read. `line` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line


def rows(lines: Iterable[str]) -> Iterator[tuple[str, datetime, float]]:
    """Each row's timestamp as it was written, the same as a moment, and its value. A head and blank lines are skipped.

    Reads a line at a time. Rows of the same moment are all given. Raises BadRow: for a timestamp that is none
    (ISO 8601), a value that is no number or negative, a row from before the one above it.
    """
    last: datetime | None = None
    reader = csv.reader(lines)
    for row in _read(reader):
        if not any(cell.strip() for cell in row) or (reader.line_num == 1 and _is_head(row)):
            continue
        if len(row) != 2:
            raise BadRow(reader.line_num, "two columns are expected: timestamp,value")
        written = row[0].strip()
        at, value = _moment(written, reader.line_num), _value(row[1], reader.line_num)
        if last is not None and _before(at, last, reader.line_num):
            raise BadRow(reader.line_num, "rows must be in time order")
        last = at
        yield written, at, value


def _read(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise BadRow(reader.line_num, str(error)) from None


def _is_head(row: list[str]) -> bool:
    """Two names: neither is what the columns hold."""
    try:
        _moment(row[0].strip(), 1)
    except BadRow:
        return len(row) == 2 and not any(character.isdigit() for character in row[1])
    return False


def _before(at: datetime, last: datetime, line: int) -> bool:
    try:
        return at < last
    except TypeError:
        raise BadRow(line, "either all timestamps have a time zone, or none") from None


def _moment(written: str, line: int) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise BadRow(line, f"“{written}” is no timestamp: write 2026-11-22 17:05:00") from None


def _value(written: str, line: int) -> float:
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise BadRow(line, f"“{written.strip()}” is no count: write a number of 0 or more")
    return value
