"""Files as people upload them, honest and hostile, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from core.sheets import opening
from core.sheets.table import Book


def opened(data: bytes | io.BytesIO) -> Book:
    return opening.open_book(data if isinstance(data, io.BytesIO) else io.BytesIO(data))


def cells(data: bytes | io.BytesIO, sheet: str = "") -> list[tuple]:
    return [row.cells for row in opened(data).rows(sheet)]


def workbook(fill: Callable[[Workbook], None]) -> io.BytesIO:
    book, out = Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return out


def of_rows(*rows: tuple, title: str = "Hoja1") -> io.BytesIO:
    def fill(book: Workbook) -> None:
        book.active.title = title
        for row in rows:
            book.active.append(row)

    return workbook(fill)


def changed(book: io.BytesIO, change: Callable[[str, bytes], bytes | None], **added: bytes) -> io.BytesIO:
    """`book` with its parts changed one by one (None leaves one out) and others added, packed anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if (data := change(name, source.read(name))) is not None:
                target.writestr(name, data)
        for name, data in added.items():
            target.writestr(name, data)
    return out
