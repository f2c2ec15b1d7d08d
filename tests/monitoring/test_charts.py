"""The findings above a chart: said only where the figures prove them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from monitoring import charts, tiles
from monitoring.charts import Period
from monitoring.counts import Day


def days(*counts: tuple[int, int, int], last: date = date(2026, 11, 24)) -> list[Day]:
    """(negative, neutral, positive) of each day."""
    first = last - timedelta(days=len(counts) - 1)
    names = ("negative", "neutral", "positive")
    return [
        Day(first + timedelta(days=n), dict(zip(names, one, strict=True)) | {"unscored": 0})
        for n, one in enumerate(counts)
    ]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ([(5, 9, 9), (12, 9, 9)], [(5, 9, 9)] * 2, "Negative mentions went from 5 to 12 in a day"),
        ([(4, 9, 9), (9, 9, 9)], [(4, 9, 9)] * 2, ""),  # nine is few, and so are 41 for a mood: chance
        ([(0, 9, 9), (12, 9, 9)], [(5, 9, 9)] * 2, ""),  # from nothing there is no ratio; the moods are alike
        ([(10, 10, 30)] * 2, [(30, 10, 10)] * 2, "The mood improves: +40 points, from −40 before"),
        ([(30, 10, 10)] * 2, [(10, 10, 30)] * 2, "The mood worsens: −40 points, from +40 before"),
        ([(10, 10, 11)] * 2, [(5, 11, 6)] * 2, "41% more mentions than in the 2 days before"),
        ([(5, 11, 6)] * 2, [(10, 10, 11)] * 2, "29% fewer mentions than in the 2 days before"),
        ([(1, 1, 1)] * 5 + [(5, 5, 5)], [(0, 0, 0)] * 6, "24 Nov stands out: 15 mentions, 3 on a usual day"),
        ([(1, 1, 1)] * 6, [(1, 1, 1)] * 6, ""),
        ([(0, 0, 0)] * 6, [(0, 0, 0)] * 6, ""),
    ],
)
def test_findings(now, before, said):
    assert charts.finding(Period(days(*now), days(*before))) == said


def test_a_click_leads_to_the_mentions_of_the_day_and_the_sentiment():
    period = Period(days((1, 2, 3)), days((0, 0, 0)))
    chart = charts.volume(period, lambda day, sentiment: f"/{day.date}/{sentiment}")
    assert [bar["customdata"] for bar in chart["figure"]["data"]] == [
        ["/2026-11-24/negative"], ["/2026-11-24/neutral"], ["/2026-11-24/positive"],
    ]  # fmt: skip
    assert chart["rows"] == [["24 Nov", 1, 2, 3, 6]]
    assert all(
        bar["customdata"] is None for bar in charts.volume(period, None)["figure"]["data"] if "customdata" in bar
    )


def test_a_chart_without_mentions_says_so():
    assert charts.volume(Period(days((0, 0, 0)), days((0, 0, 0))), None)["empty"] == "No mentions in these days."


@pytest.mark.django_db
def test_tiles_compare_in_words(lumbre):
    mentions, net, negative, sources = tiles.all_of(Period(days((4, 2, 2)), days((2, 2, 2))), {})
    assert (mentions["value"], mentions["change"], mentions["tone"], mentions["note"]) == (
        "8",
        "▲ 33%",
        "flat",
        "· 6 before",
    )
    assert (net["value"], net["change"], net["tone"]) == ("−25", "▼ 25", "bad")
    assert (negative["change"], negative["tone"]) == ("▲ 100%", "bad")
    assert (sources["value"], sources["note"]) == ("0", "add the first one")


def test_the_legend_speaks_of_many_mentions_in_stack_order():
    with translation.override("es"):
        chart = charts.volume(Period(days((1, 2, 3)), days((0, 0, 0))), None)
    assert chart["legend"] == [("neg", "−", "Negativas"), ("neu", "=", "Neutras"), ("pos", "+", "Positivas")]
    assert chart["columns"] == ["Día", "Negativas", "Neutras", "Positivas", "Todas"]
