from __future__ import annotations

import pytest
from django.utils import translation

from core.documents import drawing, on_pages
from core.documents.charts import Chart, Series, ticks


def chart(*series: Series, kind: str = "columns", labels: tuple[str, ...] = ("lun", "mar", "mié"), **more) -> Chart:
    return Chart("volume", kind, "Menciones", "Menciones por día", "Día", labels, series, **more)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 0, [0, 1]),
        (0, 1, [0, 1]),
        (0, 3, [0, 1, 2, 3]),
        (0, 280, [0, 100, 200, 300]),
        (0, 1000, [0, 500, 1000]),
        (-15, 23, [-20, -10, 0, 10, 20, 30]),
        (0, 85_420, [0, 50_000, 100_000]),
    ],
)
def test_ticks_are_round_and_hold_what_is_drawn(low, high, expected):
    assert ticks(low, max(high, 1)) == expected if high == 0 else ticks(low, high) == expected


def test_halves_only_where_nothing_is_counted():
    assert ticks(0, 1, whole=False) == [0, 0.5, 1.0]


def test_sums_leave_out_what_is_unknown_and_know_zero():
    drawn = chart(Series("a", (1, None, 0)), Series("b", (2, None, 0)), Series("antes", (9, 9, 9), dotted=True))
    assert drawn.totals == [3, None, 0]
    assert drawn.reach == (0.0, 9.0)


def test_all_zeros_and_nothing_known_have_an_axis():
    assert chart(Series("a", (0, 0, 0))).reach == (0.0, 1.0)
    assert chart(Series("a", (None, None, None))).reach == (0.0, 1.0)
    assert chart().totals == [None, None, None]


def test_one_point_is_drawn_on_paper_and_on_the_page():
    one = chart(Series("a", (7,)), labels=("lun",))
    with translation.override("es"):
        assert drawing.drawn(one)["totals"] == [{"at": 7, "text": "7"}]
        figure = on_pages.card(one)["figure"]
    assert figure["data"][0]["y"] == [7] or list(figure["data"][0]["y"]) == [7]


def test_every_place_writes_a_number_in_the_same_way():
    counted = chart(Series("a", (1234, 20, 5)), Series("b", (1000, 1, 1), "pos-fill", "+"))
    with translation.override("es"):
        paper, page, summary = drawing.drawn(counted), on_pages.card(counted), counted.summary
    assert [total["text"] for total in paper["totals"]] == ["2.234", "21", "6"]
    assert [[cell.text for cell in row] for row in page["rows"]] == [
        ["lun", "1.234", "1.000"],
        ["mar", "20", "1"],
        ["mié", "5", "1"],
    ]
    assert summary == "Menciones por día. lun: 2.234; mar: 21; mié: 6"


def test_a_gap_is_a_dash_in_the_table_and_nothing_in_the_drawing():
    gap = chart(Series("a", (4, None, 6)), kind="lines")
    with translation.override("es"):
        assert [row[1].text for row in on_pages.card(gap)["rows"]] == ["4", "—", "6"]
        assert drawing.drawn(gap)["series"][0]["values"] == [4, None, 6]


def test_links_are_left_out_for_who_may_not_open_them():
    linked = chart(Series("a", (4, 0, 6), links=("/b/1", "/b/2", "/b/3")))
    with translation.override("es"):
        assert [row[1].url for row in on_pages.card(linked)["rows"]] == ["/b/1", "", "/b/3"]
        assert [row[1].url for row in on_pages.card(linked, linked=False)["rows"]] == ["", "", ""]
        assert "/b/" not in str(on_pages.card(linked, linked=False))


def test_markup_in_a_name_reaches_plotly_as_text():
    rows = chart(Series("<b>a", (4,)), kind="rows", labels=("<i>Ana",))
    with translation.override("es"):
        figure = on_pages.card(rows)["figure"]
    assert figure["layout"]["yaxis"]["ticktext"] == ("&lt;i&gt;Ana  ",) or figure["layout"]["yaxis"]["ticktext"] == [
        "&lt;i&gt;Ana  "
    ]
    assert "<b>" not in figure["data"][0]["hovertemplate"].replace("<extra></extra>", "")
