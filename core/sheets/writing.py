"""Tables written out: CSV line by line, XLSX row by row, neither with a cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from core.sheets.table import Cell

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MAX_CELL = 32_767
"""Characters that Excel keeps of a cell."""
MAX_ROWS = 1_048_576
_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of its own."""
_WIDTH = 18  # of a column, in characters


def safe(cell: str) -> str:
    """`cell` as text: a quote before what a spreadsheet would run as a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file's lines, the first with a byte order mark. Moments are written as ISO 8601 without a zone."""
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow([safe(head) for head in heads])
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


def write_xlsx(
    target: IO[bytes],
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    name: str,
    more: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]] = (),
) -> None:
    """Write a workbook, in memory that does not grow with the rows; `name` is its sheet's.

    Text stays text, whatever it begins with. What does not fit into one sheet goes on in the next. `more` are further
    sheets: name, heads, rows.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options | {"strings_to_numbers": False}) as book:
        styles = {
            "head": book.add_format({"bold": True}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for sheet_name, columns, below in ((name, heads, rows), *more):
            _fill(book, sheet_name, columns, below, styles)


def _fill(
    book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], styles: dict[str, Any]
) -> None:
    sheet, line = _new_sheet(book, name, heads, styles), 1
    for row in rows:
        if line == MAX_ROWS:
            sheet, line = _new_sheet(book, f"{name[:25]} {len(book.worksheets()) + 1}", heads, styles), 1
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, styles)
        line += 1


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return safe(cell) if isinstance(cell, str) else cell


def _new_sheet(book: Workbook, name: str, heads: Sequence[str], styles: dict[str, Any]) -> Worksheet:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, _WIDTH)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles["head"])
    return sheet


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(line, column, cell, styles["moment"])
    elif isinstance(cell, int | float):
        sheet.write_number(line, column, cell)
    else:
        sheet.write_string(line, column, fitting(str(cell)))


def fitting(text: str) -> str:
    """`text` as a cell of a workbook keeps it: plain line ends, cut where Excel would."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
