"""Charts for paper and mails: what typst/charts.typ draws, with every word and every colour settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import formats
from core.documents import typesetting
from core.documents.charts import Chart, clipped, last_known, ticks

ACCENT = "#2c41c4"
PAPER = {
    "neg-fill": "#e0642b",
    "neu-fill": "#c3c4c9",
    "pos-fill": "#1592a8",
    "mix-fill": "#a686c0",
    "line-strong": "#8d897d",
    "ink-3": "#60626b",
    "s2": "#b98a12",
    "s3": "#4b8fb5",
    "s4": "#a2557c",
    "s5": "#6b7a3a",
    "s6": "#8d8a84",
}
"""The tokens of charts on paper: the first halves of static/css/tokens.css. The accent is the brand's."""
_ROOM_FOR_TOTALS = 14
"""Columns; over more of them numbers would touch."""
DENSITY = 280
"""Pixels per inch of pictures in mails: sharp at twice the width that a mail shows."""


def shade(token: str, accent: str = ACCENT) -> str:
    """«#rrggbb» of a token on white paper."""
    return accent if token in {"accent", "s1"} else PAPER[token]


def drawn(chart: Chart, accent: str = ACCENT) -> dict[str, Any]:
    """`chart` as typst/charts.typ takes it: JSON, in the language in force."""
    low, high = chart.reach
    marks = ticks(low, high, whole=not chart.places)
    if chart.kind in {"rows", "heat"}:
        low, high = 0.0, max([1e-9, *(v for v in _heights(chart) if v is not None)])
    else:
        low, high = min(marks), max(marks)
    return {
        "key": chart.key,
        "kind": chart.kind,
        "title": chart.title,
        "measure": chart.measure,
        "empty": chart.empty,
        "alt": chart.summary,
        "accent": accent,
        "low": low,
        "high": high,
        "ticks": [{"at": mark, "text": chart.said(mark) if mark else formats.number(0)} for mark in marks],
        "labels": [clipped(label) for label in chart.labels] if chart.kind == "rows" else chart.at_axis,
        "legend": _legend(chart, accent),
        "series": [_series(chart, place, accent) for place in range(len(chart.series))],
        "totals": _totals(chart),
        "ends": list(chart.behind) if chart.kind == "rows" else [],
    }


def pictures(charts: Sequence[Chart], accent: str = ACCENT, *, language: str) -> list[bytes]:
    """A PNG for each of `charts`, without its title: legend and drawing. Raises typesetting.Unprintable."""
    if not charts:
        return []
    data = {"charts": [drawn(chart, accent) for chart in charts]}
    return typesetting.pictures(
        typesetting.HERE / "typst" / "chart_pages.typ", data, language=language, density=DENSITY
    )


def _heights(chart: Chart) -> list[float | None]:
    return chart.totals if chart.kind == "rows" else [value for series in chart.series for value in series.values]


def _legend(chart: Chart, accent: str) -> list[dict[str, Any]]:
    if chart.kind == "heat" or len(chart.series) < 2:
        return []
    return [
        {
            "name": f"{series.sign} {series.name}".strip(),
            "colour": shade(series.colour, accent),
            "dotted": series.dotted,
        }
        for series in chart.series
    ]


def _series(chart: Chart, place: int, accent: str) -> dict[str, Any]:
    series = chart.series[place]
    last = last_known(series.values) if chart.kind == "lines" and not series.dotted else None
    return {
        "name": series.name,
        "values": list(series.values),
        "colour": shade(series.colour, accent),
        "dotted": series.dotted,
        "last": None if last is None else {"at": last, "text": chart.said(series.values[last])},
    }


def _totals(chart: Chart) -> list[dict[str, Any]]:
    if chart.kind != "columns" or len(chart.labels) > _ROOM_FOR_TOTALS:
        return []
    return [{"at": total or 0, "text": chart.said(total) if total else ""} for total in chart.totals]
