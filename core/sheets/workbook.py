"""XLSX read row by row. What could blow up is refused before anything is unpacked."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from core.sheets.errors import Problem, Unreadable
from core.sheets.table import MAX_COLUMNS, Row, Sheet

MAX_ENTRIES = 2_000
MAX_UNPACKED = 600_000_000
MAX_STRINGS = 120_000_000
"""Bytes of the table of strings, which is read as a whole."""
MAX_RATIO = 200
"""Bytes that one packed byte may become; real sheets stay below 50."""
_SMALL = 5_000_000
_CHUNK = 1 << 20
_LONGEST_TAG = 64  # of its name, which is all that is looked at
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError),
    *(OSError, EOFError, NotImplementedError, RuntimeError, OverflowError),
)
"""What openpyxl and zipfile raise for a workbook that is not what it says."""


class XmlWorkbook:
    """An open XLSX. `file` is seekable and stays open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        check(file)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions that we do not read
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise Unreadable(Problem.DAMAGED) from error
        self._sheets = {s.title: s for s in book.worksheets if isinstance(s, ReadOnlyWorksheet)}
        if not self._sheets:
            raise Unreadable(Problem.NO_SHEET)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Visible ones first."""
        found = [Sheet(name, sheet.sheet_state != "visible") for name, sheet in self._sheets.items()]
        return tuple(sorted(found, key=lambda sheet: sheet.hidden))

    def rows(self, sheet: str = "") -> Iterator[Row]:
        """Every row that is not blank, formulas as the values that were saved with them. Raises Unreadable."""
        chosen = self._chosen(sheet)
        chosen.reset_dimensions()  # what the file says of its size may be anything
        number = 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # serials that are no date
            rows = chosen.iter_rows(max_col=MAX_COLUMNS, values_only=True)
            while (cells := _next(rows)) is not None:
                number += 1
                if filled := _filled(cells):
                    yield Row(number, filled)

    def count(self, sheet: str = "") -> int:
        """Rows by their tags, without reading what is in them."""
        rows, rest = 0, b""
        try:
            with zipfile.ZipFile(self._file) as archive, archive.open(self._chosen(sheet)._worksheet_path) as part:  # noqa: SLF001
                while chunk := part.read(_CHUNK):
                    seen = rest + chunk
                    cut = seen.rfind(b"<")  # a tag may go on in the next chunk
                    cut = len(seen) if len(seen) - cut > _LONGEST_TAG else cut
                    rows += len(_ROW.findall(seen, 0, cut))
                    rest = seen[cut:]
                rows += len(_ROW.findall(rest))
        except _BROKEN as error:
            raise Unreadable(Problem.DAMAGED) from error
        return rows

    def _chosen(self, name: str) -> Any:
        return self._sheets.get(name) or self._sheets[self.sheets[0].name]


def check(file: IO[bytes]) -> None:
    """Raises Unreadable for an archive that is no workbook, unpacks to too much, or defines entities.

    The sizes in a zip's directory bind: zipfile reads no byte past them.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in {part.filename for part in parts}:
                raise Unreadable(Problem.OTHER_ZIP)
            _check_sizes(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as xml:
                        _check_prologue(xml)
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(Problem.DAMAGED) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    squeezed = any(p.file_size > _SMALL and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts)
    if len(parts) > MAX_ENTRIES or unpacked > MAX_UNPACKED or strings > MAX_STRINGS or squeezed:
        raise Unreadable(Problem.TOO_BIG_INSIDE)


class _Begun(Exception):
    """The root element: definitions can only stand before it."""


def _check_prologue(xml: IO[bytes]) -> None:
    """Raises Unreadable where a document type is declared: entities live in it, and no spreadsheet writes one."""

    def refuse(*_: Any) -> None:
        raise Unreadable(Problem.ENTITIES)

    def begin(*_: Any) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        while chunk := xml.read(4096):
            parser.Parse(chunk)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise Unreadable(Problem.DAMAGED) from error


def _next(rows: Iterator[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    try:
        return next(rows, None)
    except _BROKEN as error:
        raise Unreadable(Problem.DAMAGED) from error


def _filled(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """`cells` up to the last that holds something, text with its escapes (_x000D_) undone."""
    last = len(cells)
    while last and cells[last - 1] in (None, ""):
        last -= 1
    return tuple(unescape(cell) if isinstance(cell, str) and "_x" in cell else cell for cell in cells[:last])
