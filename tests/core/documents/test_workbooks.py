from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from core.documents import workbooks
from core.documents.charts import Chart, Series
from core.documents.workbooks import Number, Page, Table

VOLUME = Chart(
    "volume",
    "columns",
    "Menciones",
    "Menciones por día",
    "Día",
    ("lun", "mar"),
    (Series("Negativas", (1, 2), "neg-fill"), Series("Antes", (5, None), "ink-3", dotted=True)),
)
HEAT = Chart("hours", "heat", "Horas", "Horas", "Hora", ("00:00",), (Series("lun", (4,)),))


def book(*pages: Page) -> bytes:
    out = io.BytesIO()
    workbooks.write(out, pages, title="Informe", author="Cafés Lumbre")
    return out.getvalue()


def test_a_chart_is_its_numbers_and_a_drawing_of_these_cells():
    data = book(Page("Escucha", [VOLUME, HEAT]))
    sheet = load_workbook(io.BytesIO(data))["Escucha"]
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=3, max_row=5)] == [
        ["Día", "Negativas", "Antes"],
        ["lun", 1, 5],
        ["mar", 2, None],
    ]
    drawn = zipfile.ZipFile(io.BytesIO(data)).read("xl/charts/chart1.xml").decode()
    assert "Escucha!$B$4:$B$5" in drawn
    assert "Escucha!$C$4:$C$5" in drawn


@pytest.mark.parametrize(
    "typed", ["=1+1", "+34 600", "@SUM(A1)", "-1", "=cmd|' /C calc'!A0", "http://x.example", "0012"]
)
def test_text_stays_text(typed):
    sheet = load_workbook(io.BytesIO(book(Page("H", [Table(typed, [typed], [[typed, Number(4.25, '0.0" %"')]])]))))["H"]
    assert [(cell.value, cell.data_type) for cell in (sheet["A1"], sheet["A2"], sheet["A3"])] == [(typed, "s")] * 3
    assert (sheet["B3"].value, sheet["B3"].number_format) == (4.25, '0.0" %"')


def test_names_of_sheets_fit_and_differ():
    data = book(
        Page("Menciones: [todas] y más de treinta y una letras", []),
        Page("Menciones: [todas] y más de treinta y dos", []),
    )
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_chart_without_data_says_why():
    empty = Chart("e", "rows", "Nada", "Nada", "Red", (), (), empty="No hubo nada.")
    sheet = load_workbook(io.BytesIO(book(Page("H", [empty]))))["H"]
    assert [sheet["A1"].value, sheet["A2"].value] == ["Nada", "No hubo nada."]


def test_bars_begin_at_the_left_and_the_first_stands_at_the_top():
    bars = Chart("n", "rows", "Redes", "Menciones por red", "Red", ("Bluesky", "X"), (Series("Todas", (4, 1)),))
    drawn = zipfile.ZipFile(io.BytesIO(book(Page("H", [bars])))).read("xl/charts/chart1.xml").decode()
    labels, values = drawn.partition("<c:catAx>")[2].split("<c:valAx>")
    assert '<c:orientation val="maxMin"/>' in labels
    assert '<c:orientation val="minMax"/>' in values
    assert '<c:crosses val="max"/>' in values


def test_a_text_that_takes_two_lines_has_the_height_of_two():
    said = Table("Hallazgos", [], [["La semana fue larga. " * 4], ["Corta."]])
    beside = Table("Menciones", ["Texto", "Alcance"], [["Un café que se hizo esperar media hora larga", Number(4)]])
    sheet = load_workbook(io.BytesIO(book(Page("H", [said, beside], (30, 14, 20)))))["H"]
    assert [sheet.row_dimensions[line].height for line in (3, 4)] == [30, None]
    assert sheet.merged_cells.ranges
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A3:C3", "A4:C4"}
    assert sheet.row_dimensions[9].height == 30
    assert (sheet["A8"].alignment.horizontal, sheet["B8"].alignment.horizontal) == (None, "right")
