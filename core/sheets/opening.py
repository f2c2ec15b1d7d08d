"""Which kind of file it is, by its first bytes: names and media types lie."""

from __future__ import annotations

from typing import IO

from core.sheets.delimited import Delimited
from core.sheets.errors import Problem, Unreadable
from core.sheets.table import Book
from core.sheets.workbook import XmlWorkbook

_BY_START = (
    (b"%PDF-", Problem.PDF),
    (b"\xd0\xcf\x11\xe0", Problem.OLD_EXCEL),  # OLE: .xls, and XLSX with a password
    (b"\x1f\x8b", Problem.OTHER_ZIP),
    (b"7z\xbc\xaf", Problem.OTHER_ZIP),
    (b"Rar!", Problem.OTHER_ZIP),
    (b"\x89PNG", Problem.NOT_A_TABLE),
    (b"\xff\xd8\xff", Problem.NOT_A_TABLE),
    (b"GIF8", Problem.NOT_A_TABLE),
)
_WEB_PAGE = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head")


def open_book(file: IO[bytes]) -> Book:
    """The table or tables in `file`, which has to be seekable and to stay open. Raises Unreadable."""
    file.seek(0)
    head = file.read(1024)
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Unreadable(Problem.EMPTY)
    for start, problem in _BY_START:
        if head.startswith(start):
            raise Unreadable(problem)
    if head.startswith(b"PK"):
        return XmlWorkbook(file)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise Unreadable(Problem.WEB_PAGE)
    return Delimited(file)
