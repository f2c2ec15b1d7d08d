"""Workbooks: values as they were saved, and what is refused before it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from core.sheets import workbook
from core.sheets.errors import Problem, Unreadable
from core.sheets.table import Sheet
from tests.core.sheets.files import cells, changed, of_rows, opened
from tests.core.sheets.files import workbook as made


def test_values_keep_their_types():
    moment = datetime(2026, 3, 10, 12, 30)
    assert cells(of_rows(("texto", "fecha", "n"), ("hola", moment, 3), ("=1+1", None, 2.5))) == [
        ("texto", "fecha", "n"),
        ("hola", moment, 3),
        (None, None, 2.5),  # a formula that nobody has calculated has no value
    ]


def test_a_formula_is_read_as_the_value_that_was_saved():
    def calculated(name, data):
        return re.sub(rb"<f>1\+1</f><v\s?/?>(</v>)?", b"<f>1+1</f><v>2</v>", data)

    assert cells(changed(of_rows(("a",), ("=1+1",)), calculated)) == [("a",), (2,)]


def test_dates_count_from_1904_where_the_workbook_says_so():
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def fill(book):
        book.epoch = CALENDAR_MAC_1904
        book.active.append([datetime(2026, 3, 10, 12)])

    assert cells(made(fill)) == [(datetime(2026, 3, 10, 12),)]


def test_sheets_are_offered_by_name_hidden_ones_last():
    def fill(book):
        book.active.title = "Oculta"
        book.active.sheet_state = "hidden"
        book.active.append(["secreto"])
        book.create_sheet("Menciones").append(["a", "b"])
        book.create_sheet("Notas").append(["otra"])

    book = opened(made(fill))
    assert book.sheets == (Sheet("Menciones"), Sheet("Notas"), Sheet("Oculta", hidden=True))
    assert [row.cells for row in book.rows()] == [("a", "b")]
    assert [row.cells for row in book.rows("Notas")] == [("otra",)]


def test_merged_and_blank_cells_leave_the_columns_where_they_are():
    def fill(book):
        book.active.append(["Informe", None, None])
        book.active.merge_cells("A1:C1")
        book.active["A4"], book.active["C4"] = "x", "z"

    book = opened(made(fill))
    assert [(row.number, row.cells) for row in book.rows()] == [(1, ("Informe",)), (4, ("x", None, "z"))]


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    def lie(name, data):
        return data.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')

    book = opened(changed(of_rows(("a", "b"), (1, 2)), lie))
    assert [row.cells for row in book.rows()] == [("a", "b"), (1, 2)]
    assert book.count() == 2


def test_rows_are_counted_across_chunks(monkeypatch):
    data = of_rows(*((f"fila {n}", n) for n in range(300)))
    for size in (7, 64, 999, 1 << 20):
        monkeypatch.setattr(workbook, "_CHUNK", size)
        assert opened(data).count() == 300


def _problem(data: io.BytesIO) -> Problem:
    with pytest.raises(Unreadable) as caught:
        cells(data)
    return caught.value.problem


def _bomb() -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" " * 30_000_000)
    return out


def test_a_bomb_is_refused_without_being_unpacked():
    data = _bomb()
    assert len(data.getvalue()) < 100_000
    assert _problem(data) == Problem.TOO_BIG_INSIDE


def test_thousands_of_parts_are_refused():
    parts = {f"xl/media/{n}.txt": b"x" for n in range(workbook.MAX_ENTRIES)}
    assert _problem(changed(of_rows(("a",)), lambda name, data: data, **parts)) == Problem.TOO_BIG_INSIDE


def test_a_huge_table_of_strings_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_STRINGS", 1_000)
    with xlsxwriter.Workbook(out := io.BytesIO()) as book:
        book.add_worksheet().write_column(0, 0, [f"texto número {n}" for n in range(100)])
    assert _problem(out) == Problem.TOO_BIG_INSIDE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_wherever_they_hide(encoding):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    def plant(name, data):
        if not name.endswith("sheet1.xml"):
            return data
        text = data.decode().removeprefix('<?xml version="1.0"?>')
        return f'<?xml version="1.0" encoding="{encoding}"?><!-- {"x" * 9000} -->{laughs}{text}'.encode(encoding)

    assert _problem(changed(of_rows(("a",)), plant)) == Problem.ENTITIES


def test_another_archive_and_a_torn_one_are_told_apart():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert _problem(other) == Problem.OTHER_ZIP
    whole = of_rows(("a", "b"), (1, 2)).getvalue()
    assert _problem(io.BytesIO(whole[: len(whole) // 2])) == Problem.DAMAGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="2"', b'r="dos"'),
        (b"<v>7</v>", b"<v>siete</v>"),
        (b't="s"', b't="s" s="99999"'),
        (b"</sheetData>", b""),
        (b"<v>0</v>", b"<v>99</v>"),
    ],
)
def test_a_damaged_sheet_is_read_or_refused_and_never_falls_over(old, new):
    def damage(name, data):
        return data.replace(old, new) if name.endswith("sheet1.xml") else data

    try:
        read = cells(changed(of_rows(("a", "b"), ("x", 7)), damage))
    except Unreadable as error:
        read = error.problem
    assert read in (Problem.DAMAGED, [("a", "b"), ("x", 7)])


@pytest.mark.parametrize(("part", "problem"), [("sheet1.xml", Problem.NO_SHEET), ("workbook.xml", Problem.DAMAGED)])
def test_a_missing_part_is_told(part, problem):
    data = changed(of_rows(("a",), (1,)), lambda name, data: None if name.endswith(f"/{part}") else data)
    assert _problem(data) == problem
