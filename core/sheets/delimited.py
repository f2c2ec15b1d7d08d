"""CSV as the world writes it: any delimiter, any line end, line feeds in cells, quotes that never close."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from core.sheets.charset import encoding_of
from core.sheets.errors import Problem, Unreadable
from core.sheets.table import MAX_COLUMNS, Row, Sheet
from core.sheets.writing import FORMULA

DELIMITERS = (",", ";", "\t", "|")
MAX_LINE = 1_000_000
_MAX_RECORD_LINES = 2_000
_LOOKED_AT = 200
_SEP = re.compile(r"(?i)\ufeff?sep=(.)\n?\Z")
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"\Z')
csv.field_size_limit(2 * MAX_LINE)


class Delimited:
    """An open CSV. `file` is seekable and stays open."""

    sheets = (Sheet(),)

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._encoding, self._errors = encoding_of(file)
        self.delimiter, self._skip = self._look()

    def rows(self, sheet: str = "") -> Iterator[Row]:
        """Every row that is not blank. Raises Unreadable for a line without end."""
        for number, cells in enumerate(self._split(), 1):
            if any(cells):
                yield Row(number, tuple(cells[:MAX_COLUMNS]))

    def count(self, sheet: str = "") -> int:
        """Rows, blank ones included: one pass over the file."""
        return sum(1 for _ in self._records(self.delimiter, self._skip))

    def _split(self) -> Iterator[list[str]]:
        for record, quoted in self._records(self.delimiter, self._skip):
            yield split(record, self.delimiter, quoted=quoted)

    def _records(self, delimiter: str, skip: int) -> Iterator[tuple[str, bool]]:
        return records(islice(self._lines(), skip, None), delimiter)

    def _lines(self) -> Iterator[str]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, self._encoding, self._errors)
        try:
            while line := text.readline(MAX_LINE):
                if len(line) >= MAX_LINE:
                    raise Unreadable(Problem.LONG_LINE)
                yield line.replace("\x00", "")
        finally:
            text.detach()

    def _look(self) -> tuple[str, int]:
        """The delimiter, and how many lines to skip: Excel's «sep=;» says it outright, else the steadiest one wins."""
        if said := _SEP.match(next(self._lines(), "")):
            return said[1], 1
        return max(DELIMITERS, key=self._steadiness), 0

    def _steadiness(self, delimiter: str) -> float:
        """Columns that the first rows have, times the share of rows that have as many; 0 where there is one."""
        first = islice(self._records(delimiter, 0), _LOOKED_AT)
        widths = Counter(len(split(record, delimiter, quoted=quoted)) for record, quoted in first)
        return max((width * n for width, n in widths.items() if width > 1), default=0) / max(widths.total(), 1)


def records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[str, bool]]:
    """Lines put together to rows, without their line end, and whether quotes mean something in it.

    A quote that is not closed within thousands of lines is a character like others: its line stands alone.
    """
    waiting: deque[str] = deque()
    source = iter(lines)

    def following() -> str | None:
        return waiting.popleft() if waiting else next(source, None)

    while (line := following()) is not None:
        taken = [line]
        size = len(line)
        is_open = '"' in line and _open_from(line, 0, delimiter)
        while is_open:
            more = following()
            if more is None or len(taken) >= _MAX_RECORD_LINES or size > MAX_LINE:
                waiting.extendleft(reversed(taken[1:] + ([more] if more is not None else [])))
                break
            taken.append(more)
            size += len(more)
            end = _closing(more, 0)
            is_open = end < 0 or _open_from(more, end, delimiter)
        yield ("".join(taken) if not is_open else line).rstrip("\n"), not is_open


def split(record: str, delimiter: str, *, quoted: bool = True) -> list[str]:
    """The cells of a row. What a spreadsheet wraps into ="…" to keep it text is taken out, and our own quote too."""
    reader = csv.reader([record], delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    return [_bare(cell) for cell in next(reader, [])]


def _bare(cell: str) -> str:
    if cell[:1] == "'" and cell[1:2] in FORMULA:
        return cell[1:]
    if wrapped := _TEXT_FORMULA.match(cell):
        return wrapped[1].replace('""', '"')
    return cell.strip()


def _open_from(line: str, at: int, delimiter: str) -> bool:
    """Whether a quoted cell is still open at the end of `line`, read from `at`, which is not inside one."""
    while True:
        if line.startswith('"', at):
            at = _closing(line, at + 1)
            if at < 0:
                return True
        at = line.find(delimiter, at) + 1
        if not at:
            return False


def _closing(line: str, at: int) -> int:
    """The place behind the quote that closes a cell which is open at `at`; −1 where none does."""
    while (at := line.find('"', at)) >= 0:
        if not line.startswith('""', at):
            return at + 1
        at += 2
    return -1
