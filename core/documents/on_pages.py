"""Charts on pages: as components/_chart_card.html takes them, drawn by Plotly (static/js/charts.js)."""

from __future__ import annotations

from html import escape
from typing import Any

import plotly.graph_objects as go

from core.documents.charts import Chart, Series, clipped
from core.ui import Cell

_ROOM, _ROOM_OF_A_LETTER = 1.3, 0.055
"""Of the longest bar, for the words behind it."""
_DOTS = 31


def card(chart: Chart, *, linked: bool = True) -> dict[str, Any]:
    """`chart` with the table behind it; `linked` is whether who looks may open what its numbers count."""
    return {
        "id": chart.key,
        "title": chart.title,
        "measure": chart.measure,
        "figure": _figure(chart, linked).to_plotly_json(),
        "legend": _legend(chart),
        "columns": [chart.axis, *(series.name for series in chart.series)],
        "rows": _rows(chart, linked),
        "note": chart.note,
        "empty": chart.empty,
        "kind": chart.kind,
        "tall": chart.kind == "rows" and len(chart.labels) > 8,
    }


def _rows(chart: Chart, linked: bool) -> list[list[Cell]]:
    return [
        [Cell(label), *(_cell(chart, series, place, linked) for series in chart.series)]
        for place, label in enumerate(chart.labels)
    ]


def _cell(chart: Chart, series: Series, place: int, linked: bool) -> Cell:
    value = series.values[place]
    return Cell(chart.said(value), _link(series, place) if linked and value else "")


def _link(series: Series, place: int) -> str:
    return series.links[place] if series.links else ""


def _legend(chart: Chart) -> list[tuple[str, str, str]]:
    if chart.kind == "heat" or len(chart.series) < 2:
        return []
    squares = {"neg-fill": "neg", "neu-fill": "neu", "pos-fill": "pos", "line-strong": "s6", "accent": "acc"}
    return [
        ("dots" if series.dotted else squares.get(series.colour, series.colour), series.sign, series.name)
        for series in chart.series
    ]


def _figure(chart: Chart, linked: bool) -> go.Figure:
    return {"columns": _upright, "lines": _upright, "rows": _sideways, "heat": _heat}[chart.kind](chart, linked)


def _customdata(series: Series, linked: bool) -> list[str]:
    return list(series.links) if linked and series.links else ["" for _ in series.values]


def _hover(chart: Chart, series: Series) -> str:
    return f"%{{text}} {escape(chart.unit, quote=False)} · {escape(series.name, quote=False)}<extra></extra>"


def _upright(chart: Chart, linked: bool) -> go.Figure:
    labels = list(chart.labels)
    traces = [
        _line(chart, series, labels, linked)
        if chart.kind == "lines" or series.dotted
        else _column(chart, series, labels, linked)
        for series in chart.series
    ]
    shown = [(label, short) for label, short in zip(labels, chart.at_axis, strict=True) if short]
    low, high = chart.reach
    layout: dict[str, Any] = {
        "barmode": "relative",
        "bargap": max(0.28, 1 - 0.15 * len(labels)),
        "xaxis": {
            "type": "category",
            "tickvals": [label for label, _ in shown],
            "ticktext": [escape(short, quote=False).replace(" ", "<br>") for _, short in shown],  # a phone is narrow
            "tickangle": 0,
        },
        "yaxis": {"rangemode": "tozero"} | ({"dtick": 1} if not chart.places and high - low <= 5 else {}),
    }
    if low < 0:
        layout["yaxis"] |= {"rangemode": "normal", "zeroline": True, "zerolinecolor": "var(--line-strong)"}
    return go.Figure(data=traces, layout=layout)


def _column(chart: Chart, series: Series, labels: list[str], linked: bool) -> go.Bar:
    return go.Bar(
        x=labels,
        y=list(series.values),
        name=series.name,
        marker={"color": f"var(--{series.colour})"},
        customdata=_customdata(series, linked),
        text=[chart.said(value) for value in series.values],
        textposition="none",
        hovertemplate=_hover(chart, series),
    )


def _line(chart: Chart, series: Series, labels: list[str], linked: bool) -> go.Scatter:
    token = "ink-3" if series.dotted else series.colour
    return go.Scatter(
        x=labels,
        y=list(series.values),
        name=series.name,
        mode="lines+markers" if len(labels) <= _DOTS else "lines",
        connectgaps=False,
        line={"color": f"var(--{token})", "width": 1.5 if series.dotted else 2} | _dash(series),
        marker={"size": 4 if series.dotted else 6, "color": f"var(--{token})"},
        customdata=_customdata(series, linked),
        text=[chart.said(value) for value in series.values],
        hovertemplate=_hover(chart, series),
    )


def _dash(series: Series) -> dict[str, str]:
    return {"dash": "dot"} if series.dotted else {}


def _sideways(chart: Chart, linked: bool) -> go.Figure:
    places = list(range(len(chart.labels)))
    bars: list[Any] = [
        go.Bar(
            orientation="h",
            y=places,
            x=[value or 0 for value in series.values],
            name=series.name,
            marker={"color": f"var(--{series.colour})"},
            customdata=_customdata(series, linked),
            text=[chart.said(value) for value in series.values],
            textposition="none",
            hovertemplate=_hover(chart, series),
        )
        for series in chart.series
    ]
    totals = [total or 0 for total in chart.totals]
    ends = go.Scatter(
        y=places,
        x=totals,
        text=[f" {escape(end, quote=False)}" for end in chart.behind],
        mode="text",
        textposition="middle right",
        hoverinfo="skip",
    )
    room = _ROOM + _ROOM_OF_A_LETTER * max(map(len, chart.behind), default=0)
    layout = {
        "barmode": "stack",
        "hovermode": "y unified",
        "xaxis": {"range": [0, max([*totals, 1e-9]) * room], "visible": False},
        "yaxis": {
            "tickvals": places,
            "ticktext": [escape(clipped(name), quote=False) + "  " for name in chart.labels],
            "range": [len(places) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": "var(--ink)"},
        },
        "margin": {"l": 40, "r": 8, "t": 4, "b": 4},
    }
    return go.Figure(data=[*bars, ends], layout=layout)


def _heat(chart: Chart, linked: bool) -> go.Figure:
    across, down = list(range(len(chart.labels))), list(range(len(chart.series)))
    heat = go.Heatmap(
        x=across,
        y=down,
        z=[[value or 0 for value in series.values] for series in chart.series],
        text=[[f"{series.name}, {label}" for label in chart.labels] for series in chart.series],
        customdata=[_customdata(series, linked) for series in chart.series],
        colorscale=[[0, "var(--sunken)"], [0.001, "var(--accent-soft)"], [1, "var(--accent)"]],
        zmin=0,
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{z:,d} · %{text}<extra></extra>",
    )
    shown = [(place, label) for place, label in enumerate(chart.at_axis) if label]
    layout = {
        "hovermode": "closest",
        "xaxis": {"tickvals": [place for place, _ in shown], "ticktext": [label for _, label in shown]},
        "yaxis": {
            "tickvals": down,
            "ticktext": [f"{series.name} " for series in chart.series],
            "range": [len(down) - 0.5, -0.5],
            "showgrid": False,
        },
    }
    return go.Figure(data=[heat], layout=layout)
