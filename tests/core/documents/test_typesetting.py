from __future__ import annotations

import io
import json

import pytest
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from core.documents import drawing, typesetting
from core.documents.charts import Chart, Series

TEMPLATE = """
#import "/kit.typ": *
#import "/charts.typ": chart
#let it = json("/data.json")
#show: sheet.with(title: it.title, foot: it.title)
#heading(level: 1, it.title)
#masthead(monogram: "CL", brand: it.title)
#grid-table(columns: (1fr, auto), head: ("Uno", "Dos"), rows: it.rows)
#facts((("Marca", it.title),))
#timeline(((when: "14:03", who: "Ana", text: it.title),))
#quote-box(it.title, "Ana")
== Dos
#for c in it.charts { chart(c) }
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "test.typ"
    path.write_text(TEMPLATE)
    return path


def pdf(template, title="Café", rows=(("a", "1"),), charts=()) -> bytes:
    return typesetting.pdf(template, {"title": title, "rows": rows, "charts": charts}, language="es")


def words(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_a_document_is_tagged_and_says_its_language_and_title(template):
    reader = PdfReader(io.BytesIO(pdf(template)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own type
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "es"
    assert reader.metadata.title == "Café"


def test_the_same_input_gives_the_same_bytes(template):
    assert pdf(template) == pdf(template)


def test_what_people_typed_is_never_source(template):
    typed = '#eval("1") $x$ *fat* `raw` <label> @ref \\ // /* #read("/data.json")'
    assert typed.replace(" ", "") in words(pdf(template, title=typed)).replace("\n", "").replace(" ", "")


def test_two_hundred_rows_go_over_pages_with_their_head(template):
    data = pdf(template, rows=[(f"fila {n}", str(n)) for n in range(200)])
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) >= 5
    assert all("Uno" in page for page in pages[:4])
    assert "fila 199" in "".join(pages)


@pytest.mark.parametrize(
    "name", ["Ana 👩‍🚀 ❤️ ☕", "مقهى البركة", "Łukasz Ωμέγα Иван", "日本語の名前", "a\x00b\u200b\u2068c"]
)
def test_names_of_every_script_can_be_printed(template, name):
    assert pdf(template, title=name).startswith(b"%PDF")


def test_what_no_font_knows_is_a_square_and_controls_go():
    assert typesetting.printable({"a": ["日本 x", "a\x00b\u2068c\nd"], "n": 1.5, "none": None}) == {
        "a": ["□□ x", "abc\nd"],
        "n": 1.5,
        "none": None,
    }


def test_a_template_that_does_not_compile_says_which(tmp_path):
    path = tmp_path / "broken.typ"
    path.write_text("#unknown-thing()")
    with pytest.raises(typesetting.Unprintable, match=r"broken\.typ"):
        typesetting.pdf(path, {}, language="es")


def test_a_document_reads_no_file_of_the_machine(tmp_path):
    path = tmp_path / "curious.typ"
    path.write_text('#read("/etc/passwd")')
    with pytest.raises(typesetting.Unprintable):
        typesetting.pdf(path, {}, language="es")


CHARTS = [
    Chart(
        "c",
        "columns",
        "Una",
        "Una",
        "Día",
        ("lun", "mar"),
        (Series("a", (1234, None)), Series("antes", (1, 2), "ink-3", dotted=True)),
    ),
    Chart("l", "lines", "Dos", "Dos", "Día", ("lun", "mar"), (Series("a", (-5, 9)),), signed=True),
    Chart("r", "rows", "Tres", "Tres", "Red", ("Ana <b>", "مقهى"), (Series("a", (0, 3)),)),
    Chart("h", "heat", "Cuatro", "Cuatro", "Hora", ("00:00", "01:00"), (Series("lun", (0, 3)), Series("mar", (1, 0)))),
    Chart("z", "columns", "Ceros", "Ceros", "Día", ("lun",), (Series("a", (0,)),)),
    Chart("e", "rows", "Nada", "Nada", "Red", (), (), empty="No hubo nada."),
]


def test_every_kind_of_chart_is_drawn_on_paper(template):
    with translation.override("es"):
        drawn = [drawing.drawn(chart) for chart in CHARTS]
    text = words(pdf(template, charts=json.loads(json.dumps(drawn))))
    assert "1.234" in text
    assert "No hubo nada." in text


def test_a_picture_of_a_chart_is_as_wide_as_a_mail_needs():
    with translation.override("es"):
        made = drawing.pictures(CHARTS[:2], language="es")
    assert [Image.open(io.BytesIO(picture)).width for picture in made] == [1089, 1089]
    assert drawing.pictures([], language="es") == []
