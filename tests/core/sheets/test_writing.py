"""Files that we write: what a spreadsheet makes of them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import load_workbook

from core.sheets import writing
from tests.core.sheets.files import cells

ROWS = [["=1+1", "+34 600", "-3", "@ana", "\tx", "\ry", "hola", 3, None, datetime(2026, 3, 10, 12, 30)]]
HEADS = [f"h{n}" for n in range(10)]


def _xlsx(rows, heads=HEADS) -> io.BytesIO:
    out = io.BytesIO()
    writing.write_xlsx(out, heads, rows, name="Menciones")
    return out


def test_csv_quotes_what_a_spreadsheet_would_run():
    assert "".join(writing.csv_lines(HEADS, ROWS)) == (
        "\ufeffh0,h1,h2,h3,h4,h5,h6,h7,h8,h9\r\n'=1+1,'+34 600,'-3,'@ana,'\tx,\"'\ry\",hola,3,,2026-03-10 12:30:00\r\n"
    )


def test_our_own_csv_reads_back_as_what_it_was():
    data = "".join(writing.csv_lines(["a", "b"], [["=1+1", "dos\nlíneas"], ["'x", "-3"]])).encode()
    assert cells(data) == [("a", "b"), ("=1+1", "dos\nlíneas"), ("'x", "-3")]


def test_xlsx_holds_text_numbers_and_real_dates():
    book = load_workbook(_xlsx(ROWS))
    row = list(book["Menciones"])[1]
    assert [cell.data_type for cell in row] == ["s"] * 7 + ["n", "n", "d"]
    assert [cell.value for cell in row] == ["=1+1", "+34 600", "-3", "@ana", "\tx", "\ny", "hola", 3, None, ROWS[0][9]]
    assert "<f" not in zipfile.ZipFile(_xlsx(ROWS)).read("xl/worksheets/sheet1.xml").decode()


def test_a_text_is_cut_where_excel_ends():
    written = cells(_xlsx([["x" * 40_000, "y" * 32_767]], ["a", "b"]))[1]
    assert [len(text) for text in written] == [32_767, 32_767]
    assert written[0].endswith("x…")


def test_what_does_not_fit_into_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(writing, "MAX_ROWS", 3)
    book = load_workbook(_xlsx([[n] for n in range(5)], ["n"]))
    assert {s.title: [c.value for (c,) in s] for s in book} == {
        "Menciones": ["n", 0, 1], "Menciones 2": ["n", 2, 3], "Menciones 3": ["n", 4],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["\x00\x01", "\x0b", "\ufffe", "_x000D_", "_x", "😀" * 10])
def test_no_text_breaks_the_workbook(text):
    assert cells(_xlsx([[text, "fin"]], ["a", "b"])) == [("a", "b"), (text, "fin")]
