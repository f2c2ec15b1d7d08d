"""CSV as it comes: encodings, delimiters, quotes, line ends."""

from __future__ import annotations

import io
import time

import pytest

from core.sheets import opening
from core.sheets.delimited import Delimited, records, split
from core.sheets.errors import Problem, Unreadable
from tests.core.sheets.files import cells, opened

TABLE = "texto;fecha\nEl café de la mañana, ¿qué tal?;10/03/2026\nNão há pão;11/03/2026\n"
READ = [("texto", "fecha"), ("El café de la mañana, ¿qué tal?", "10/03/2026"), ("Não há pão", "11/03/2026")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_every_encoding_that_suites_write_reads_the_same(encoding):
    assert cells(TABLE.encode(encoding)) == READ


def test_windows_quotes_and_the_euro_are_read_in_windows_1252():
    assert cells("texto;precio\n“Buenísimo” – dijo;3 €\n".encode("cp1252"))[1] == ("“Buenísimo” – dijo", "3 €")


def test_a_byte_of_another_encoding_does_not_garble_the_rest():
    mixed = "texto;autor\nEl café y la caña;Íñigo\n".encode() + "mañana;Ana\n".encode("cp1252")
    assert cells(mixed)[1:] == [("El café y la caña", "Íñigo"), ("mañana", "Ana")]


def test_a_mark_of_utf8_before_windows_1252_is_a_lie_that_costs_nothing():
    assert cells(b"\xef\xbb\xbf" + "texto;a\nmañana;1\n".encode("cp1252"))[1] == ("mañana", "1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_where_texts_hold_the_others(delimiter):
    text = "Uno, dos; tres | cuatro"
    quoted = f'"{text}"'
    table = "\n".join(delimiter.join(row) for row in (("a", "b", "c"), (quoted, "1", "2"), (quoted, "3", "4")))
    assert cells(table.encode()) == [("a", "b", "c"), (text, "1", "2"), (text, "3", "4")]


def test_excel_says_its_delimiter_in_the_first_line():
    assert cells(b"sep=|\na,b|c\n1,2|3\n") == [("a,b", "c"), ("1,2", "3")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_and_line_feeds_in_cells(end):
    table = end.join(('a,"b"', '"dos\nlíneas","y ""comillas"""', "3,4", ""))
    assert cells(table.encode()) == [("a", "b"), ("dos\nlíneas", 'y "comillas"'), ("3", "4")]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    assert [row.number for row in opened(b'a,b\n\n"1\n2",3\n,\n4,5\n').rows()] == [1, 3, 5]


def test_a_quote_that_never_closes_costs_its_own_row_only():
    rows = ["a,b", '"abierta,1', *(f"texto {n},{n}" for n in range(5_000))]
    read = cells("\n".join(rows).encode())
    assert read[1] == ('"abierta', "1")
    assert read[2:] == [(f"texto {n}", str(n)) for n in range(5_000)]


def test_a_quote_inside_a_cell_is_a_letter():
    assert cells(b'a,b\n5" de pantalla,1\nuno "dos" tres,2\n')[1:] == [('5" de pantalla', "1"), ('uno "dos" tres', "2")]


def test_short_and_long_rows_are_read_as_they_are():
    assert cells(b"a,b,c\n1\n1,2,3,4\n") == [("a", "b", "c"), ("1",), ("1", "2", "3", "4")]


def test_text_that_excel_keeps_as_text_and_our_own_quote_are_bare():
    assert split("=\"00123\",'=1+1,'hola,'@ana", ",") == ["00123", "=1+1", "'hola", "@ana"]


def test_a_formula_is_text():
    assert cells(b'a,b\n"=HYPERLINK(""http://x"")",+1\n')[1] == ('=HYPERLINK("http://x")', "+1")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"\xef\xbb\xbf \r\n", Problem.EMPTY),
        (b"%PDF-1.7\n%\xe2\xe3", Problem.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Problem.OLD_EXCEL),
        (b"\x1f\x8b\x08" + bytes(30), Problem.OTHER_ZIP),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), Problem.NOT_A_TABLE),
        (b"a,b\n1,\x00\x01\x02\x00\x03\n", Problem.NOT_A_TABLE),
        (b"  <!DOCTYPE html><table><tr><td>1", Problem.WEB_PAGE),
        (b"a" * 1_000_001, Problem.LONG_LINE),
    ],
)
def test_what_is_no_table_says_what_it_is(data, problem):
    with pytest.raises(Unreadable) as caught:
        list(opening.open_book(io.BytesIO(data)).rows())
    assert caught.value.problem == problem
    assert caught.value.message


def test_count_sees_every_row():
    data = b'a,b\n"1\n2",3\n\n4,5'
    assert opened(data).count() == 4


@pytest.mark.parametrize(
    "piece",
    ['"', '"a""', ',"', '",', '""', '"a', ",", '"",'],
    ids=range(8),
)
def test_hostile_quotes_take_linear_time(piece):
    line = piece * (500 // len(piece))
    begun = time.perf_counter()
    assert sum(len(list(split(r, ",", quoted=q))) for r, q in records([line + "\n"] * 3_000, ",")) > 0
    assert time.perf_counter() - begun < 8


def test_the_file_stays_open_and_can_be_read_again():
    file = io.BytesIO(TABLE.encode())
    book = Delimited(file)
    assert [row.cells for row in book.rows()] == [row.cells for row in book.rows()] == READ
    assert not file.closed
