"""The findings above charts, said only where the figures prove them; tiles; and what stands behind numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from monitoring import tiles
from monitoring.charts import findings, hours, mood, shares, voice, volume
from monitoring.charts.parts import Drill
from monitoring.charts.shares import Part
from monitoring.charts.voice import Voice
from monitoring.counts import Day
from monitoring.course import Course
from monitoring.filters import Filters
from monitoring.periods import Period, alongside, bins

LAST = date(2026, 11, 24)
NOWHERE = Drill("", Filters())
LIST = Drill("/list", Filters())


def days(*counts: tuple[int, int, int], last: date = LAST) -> list[Day]:
    """(negative, neutral, positive) of each day."""
    first = last - timedelta(days=len(counts) - 1)
    return [Day(first + timedelta(days=n), by(*one)) for n, one in enumerate(counts)]


def by(negative: int, neutral: int, positive: int, unscored: int = 0) -> dict[str, int]:
    return {"negative": negative, "neutral": neutral, "positive": positive, "unscored": unscored}


def course(now: list, before: list = [], heard: date | None = None) -> Course:  # noqa: B006
    shown = days(*now)
    period = Period(shown[0].date, LAST)
    former = days(*before, last=period.before.last)
    made = bins(shown, period.grain)
    return Course(period, made, former, alongside(made, former), heard)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ([(5, 9, 9), (12, 9, 9)], [(5, 9, 9)] * 2, "Negative mentions went from 5 to 12 in a day"),
        ([(4, 9, 9), (9, 9, 9)], [(4, 9, 9)] * 2, ""),  # nine is few
        ([(0, 9, 9), (12, 9, 9)], [(5, 9, 9)] * 2, ""),  # from nothing there is no ratio
        ([(10, 10, 11)] * 2, [(5, 11, 6)] * 2, "41% more mentions than in the 2 days before"),
        ([(5, 11, 6)] * 2, [(10, 10, 11)] * 2, "29% fewer mentions than in the 2 days before"),
        ([(1, 1, 1)] * 5 + [(5, 5, 5)], [(0, 0, 0)] * 6, "24 Nov stands out: 15 mentions, 3 on a usual day"),
        ([(1, 1, 1)] * 6, [(1, 1, 1)] * 6, ""),
        ([(0, 0, 0)] * 6, [(0, 0, 0)] * 6, ""),
    ],
)
def test_findings_of_volume(now, before, said):
    assert findings.of_volume(course(now, before)) == said


def test_days_before_anybody_listened_are_not_usual():
    silent_first = [(0, 0, 0)] * 10 + [(5, 5, 5)] * 4
    assert findings.of_volume(course(silent_first, heard=LAST - timedelta(days=3))) == ""


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ([(10, 10, 30)] * 2, [(30, 10, 10)] * 2, "The mood improves: +40 points, from −40 before"),
        ([(30, 10, 10)] * 2, [(10, 10, 30)] * 2, "The mood worsens: −40 points, from +40 before"),
        ([(4, 9, 9), (9, 9, 9)], [(4, 9, 9)] * 2, ""),  # 41 are few for a mood
    ],
)
def test_findings_of_mood(now, before, said):
    assert findings.of_mood(course(now, before)) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"X": (60, 20, 20), "Blogs": (20, 40, 40)}, "X is the harshest: 60% negative, 20% elsewhere"),
        ({"X": (30, 35, 35), "Blogs": (25, 40, 35)}, ""),
        ({"X": (30, 5, 4), "Blogs": (20, 40, 40)}, ""),  # 39 are few
        ({"X": (60, 20, 20)}, ""),
        ({}, ""),
    ],
)
def test_findings_of_networks(parts, said):
    assert findings.of_networks([Part(name, by(*counts)) for name, counts in parts.items()]) == said


def voices(**counts: int) -> list[Voice]:
    whole = sum(counts.values())
    return [
        Voice(name, name.startswith("own"), n, None, n / whole if whole else 0.0, None, name)
        for name, n in counts.items()
    ]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"own": 100, "rival": 50}, "own has the loudest voice: 67%"),
        ({"own": 50, "rival": 150}, "rival has the loudest voice: 75%"),
        ({"own": 100, "rival": 98}, ""),
        ({"own": 30, "rival": 0}, ""),
    ],
)
def test_findings_of_voices(counts, said):
    assert findings.of_voices(voices(**counts)) == said


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ({(2, 8): 50, (3, 9): 10}, "Most is said on Tuesday at 08:00"),
        ({(2, 8): 12, (3, 9): 10}, ""),
        ({(2, 8): 50}, ""),
    ],
)
def test_findings_of_hours(counted, said):
    assert findings.of_hours(counted) == said


def test_a_click_leads_to_the_mentions_of_the_day_and_the_sentiment():
    chart = volume.card(course([(1, 2, 3)]), LIST)
    day = "from=2026-11-24&to=2026-11-24"
    leads = [f"/list?sentiment={name}&{day}" for name in ("negative", "neutral", "positive")]
    assert [list(bar["customdata"]) for bar in chart["figure"]["data"]] == [[lead] for lead in leads]
    assert [(cell.text, cell.url) for cell in chart["rows"][0]] == [
        ("Tuesday 24 November", ""), ("1", leads[0]), ("2", leads[1]), ("3", leads[2]), ("6", f"/list?{day}"),
    ]  # fmt: skip


def urls(card: dict) -> list[str]:
    table = [cell.url for row in card.get("rows", []) for cell in row]
    clicks = [flat for trace in card["figure"]["data"] for flat in _flat(trace.get("customdata", []))]
    return [url for url in (*table, *clicks) if url]


def _flat(values) -> list:
    return [one for value in values for one in (_flat(value) if isinstance(value, (list, tuple)) else [value])]


def test_who_may_not_read_mentions_gets_no_way_to_them():
    told = course([(1, 2, 3)] * 3, [(1, 1, 1)] * 3)
    parts = [Part("Blogs", by(1, 2, 3), {"network": ("feed",)})]
    for drill, leads in ((NOWHERE, False), (LIST, True)):
        cards = [
            volume.card(told, drill), mood.card(told, drill), shares.of_networks(parts, drill),
            voice.card(voices(own=3, rival=2), drill, drill, ""), hours.card({(1, 2): 3}, drill),
        ]  # fmt: skip
        assert [bool(urls(card)) for card in cards] == [leads] * 5
    assert {tile.get("url") for tile in tiles.all_of(told, voices(own=3, rival=2), NOWHERE, "")} == {"", "#voice-title"}


def test_a_name_is_no_markup_in_a_figure_and_is_cut():
    name = "<a href='https://evil.example'>Ana</a> " + "x" * 200
    chart = shares.of_networks([Part(name, by(1, 0, 0))], NOWHERE)
    (shown,) = chart["figure"]["layout"]["yaxis"]["ticktext"]
    assert shown == "&lt;a href='https://evil.e…  "
    assert chart["rows"][0][0].text == name


def test_charts_without_mentions_say_so():
    nothing = course([(0, 0, 0)])
    assert volume.card(nothing, LIST)["empty"] == "No mentions in these days."
    assert mood.card(nothing, LIST)["empty"] == "No mention in these days has a sentiment."
    assert shares.of_networks([], LIST)["empty"] == "No mentions in these days."
    assert hours.card({}, LIST)["empty"] == "No mentions in these days."
    assert (
        voice.card(voices(own=0, rival=0), LIST, LIST, "")["empty"]
        == "None of these topics was mentioned in these days."
    )


@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        ({"own": 5}, "Add a topic of kind competitor, and you see here whose voice is louder."),
        (
            {"rival": 5},
            "Add a topic of kind own brand and one of kind competitor, and you see here whose voice is louder.",
        ),
        ({}, "Add a topic of kind own brand and one of kind competitor, and you see here whose voice is louder."),
    ],
)
def test_a_voice_alone_says_what_to_add(counts, missing):
    card = voice.card(voices(**counts), LIST, LIST, "/topics")
    assert (card["empty"], card["act"]) == (missing, ("/topics", "Go to topics"))
    assert voice.card(voices(**counts), LIST, LIST, "")["act"] is None


def test_a_day_without_scored_mentions_is_a_gap():
    chart = mood.card(course([(0, 0, 0), (1, 0, 3)]), LIST)
    assert list(chart["figure"]["data"][0]["y"]) == [None, 50.0]
    assert [row[1].text for row in chart["rows"]] == ["—", "+50"]


def test_the_days_before_are_a_dotted_line_that_leads_to_them():
    chart = volume.card(course([(1, 2, 3)] * 2, [(0, 1, 0), (0, 0, 4)]), LIST)
    line = chart["figure"]["data"][-1]
    assert (list(line["y"]), line["line"]["dash"]) == ([1, 4], "dot")
    assert line["customdata"][0] == "/list?from=2026-11-21&to=2026-11-21"


@pytest.mark.django_db
def test_tiles_compare_in_words(lumbre):
    mentions, net, negative, sources = tiles.all_of(course([(4, 2, 2)], [(2, 2, 2)]), [], LIST, "/sources")
    assert (mentions["value"], mentions["change"], mentions["tone"], mentions["note"]) == (
        "8", "▲ 33%", "flat", "· 6 before",
    )  # fmt: skip
    assert (net["value"], net["change"], net["tone"]) == ("−25", "▼ 25", "bad")
    assert (negative["change"], negative["tone"]) == ("▲ 100%", "bad")
    assert (sources["value"], sources["note"], sources["url"]) == ("0", "add the first one", "/sources")


def test_share_of_voice_takes_the_place_of_sources():
    told = [
        Voice("own", True, 60, 40, 0.6, 0.4, "a"),
        Voice("other own", True, 10, 10, 0.1, 0.1, "b"),
        Voice("rival", False, 30, 50, 0.3, 0.5, "c"),
    ]
    tile = tiles.all_of(course([(4, 2, 2)]), told, LIST, "")[3]
    assert (tile["value"], tile["change"], tile["tone"], tile["note"]) == (
        "70", "▲ 20 points", "good", "· against 1 competitor",
    )  # fmt: skip


def test_the_legend_speaks_of_many_mentions_in_stack_order():
    with translation.override("es"):
        chart = volume.card(course([(1, 2, 3)]), NOWHERE)
    assert chart["legend"] == [("neg", "−", "Negativas"), ("neu", "=", "Neutras"), ("pos", "+", "Positivas")]
    assert chart["columns"] == ["Día", "Negativas", "Neutras", "Positivas", "Todas"]
