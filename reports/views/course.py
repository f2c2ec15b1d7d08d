"""The course of one KPI, as a chart card with the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from core.ui import Cell
from monitoring.charts.parts import long_label, time_axis
from monitoring.periods import Bin, alongside, bins
from reports import shown
from reports.kpis.registry import KPIS, Kpi, Unit
from reports.measuring import Measured
from reports.periods import Period
from reports.views.drill import Links

_DOTS = 31
_HOUR, _MINUTE = 3600, 60


def card(measured: Measured, key: str, links: Links) -> dict[str, Any]:
    """How the KPI `key` went over the period, beside the same time before; as components/_chart_card.html."""
    kpi, grain = KPIS[key], measured.period.grain
    parts = bins(measured.moods, grain)
    former = alongside(parts, measured.moods_before)
    now = [measured.over(key, Period(one.first, one.last)) for one in parts]
    figure = measured[key]
    before = [measured.over(key, Period(one.first, one.last)) for one in former] if figure.before is not None else []
    notes = " ".join([str(kpi.formula), str(kpi.caveat), *figure.notes])
    return {
        "id": "course",
        "title": str(kpi.name),
        "measure": _measure(kpi, grain),
        "figure": _figure(kpi, parts, now, before, grain, links).to_plotly_json(),
        "legend": [("acc", "", str(kpi.name)), *([("dots", "", _("The days before"))] if before else [])],
        "note": notes,
        "columns": [_column(grain), str(kpi.name), *([_("Before")] if before else [])],
        "rows": [
            [
                Cell(long_label(one, grain)),
                _cell(kpi, value, links.behind(key, Period(one.first, one.last))),
                *([_cell(kpi, before[n], "")] if n < len(before) else []),
            ]
            for n, (one, value) in enumerate(zip(parts, now, strict=True))
        ],
        "empty": figure.why if all(value is None for value in now) else "",
    }


def _measure(kpi: Kpi, grain: str) -> str:
    words = {
        "day": _("%(kpi)s by day"),
        "week": _("%(kpi)s by week"),
        "month": _("%(kpi)s by month"),
        "year": _("%(kpi)s by year"),
    }
    return words[grain] % {"kpi": kpi.name}


def _column(grain: str) -> str:
    return {"day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year")}[grain]


def _cell(kpi: Kpi, value: float | None, url: str) -> Cell:
    text = shown.value(kpi.unit, value, signed=kpi.key == "followers_change")
    return Cell(text, url if value else "")


def _figure(
    kpi: Kpi,
    parts: Sequence[Bin],
    now: Sequence[float | None],
    before: Sequence[float | None],
    grain: Any,
    links: Links,
) -> go.Figure:
    labels = [long_label(one, grain) for one in parts]
    behind = [links.behind(kpi.key, Period(one.first, one.last)) for one in parts]
    scale, unit = _scale(kpi, [*now, *before])
    texts = [shown.value(kpi.unit, value, signed=kpi.key == "followers_change") for value in now]
    drawn: dict[str, Any] = {"x": labels, "y": _scaled(now, scale), "text": texts, "customdata": behind}
    drawn |= {"hovertemplate": "%{text}<extra></extra>", "name": str(kpi.name)}
    traces: list[Any] = [_bars(drawn) if kpi.adds_up else _line(drawn, len(parts))]
    if before:
        traces.append(_shadow(kpi, labels, before, scale))
    axis: dict[str, Any] = {"ticksuffix": unit, "zeroline": True, "zerolinecolor": "var(--line-strong)"}
    if kpi.key != "followers":  # a public is large, and moves little
        axis["rangemode"] = "tozero"
    if kpi.unit not in {Unit.PERCENT, Unit.SECONDS} and max((abs(v) for v in (*now, *before) if v), default=0) <= 5:
        axis["dtick"] = 1
    gap = max(0.28, 1 - 0.15 * len(parts))  # of a single day no wall
    return go.Figure(data=traces, layout={"bargap": gap, "xaxis": time_axis(parts, grain), "yaxis": axis})


def _bars(drawn: dict[str, Any]) -> go.Bar:
    return go.Bar(**drawn, textposition="none", marker={"color": "var(--accent)"})


def _line(drawn: dict[str, Any], n: int) -> go.Scatter:
    """A gap where nothing is known."""
    return go.Scatter(
        **drawn,
        mode="lines+markers" if n <= _DOTS else "lines",
        connectgaps=False,
        line={"color": "var(--accent)", "width": 2},
        marker={"size": 6, "color": "var(--accent)"},
    )


def _shadow(kpi: Kpi, labels: Sequence[str], before: Sequence[float | None], scale: float) -> go.Scatter:
    return go.Scatter(
        x=list(labels[: len(before)]),
        y=_scaled(before, scale),
        text=[shown.value(kpi.unit, value) for value in before],
        name=_("The days before"),
        mode="lines+markers",
        connectgaps=False,
        line={"color": "var(--ink-3)", "dash": "dot", "width": 1.5},
        marker={"size": 4, "color": "var(--ink-3)"},
        hovertemplate="%{text} · " + _("The days before") + "<extra></extra>",
    )


def _scale(kpi: Kpi, values: Sequence[float | None]) -> tuple[float, str]:
    """What values are divided by for the axis, and the word behind its numbers: hours for what takes hours."""
    if kpi.unit is Unit.PERCENT:
        return 1, " %"
    if kpi.unit is not Unit.SECONDS:
        return 1, ""
    longest = max((abs(value) for value in values if value is not None), default=0)
    if longest >= 2 * _HOUR:
        return _HOUR, " h"
    return (_MINUTE, " min") if longest >= 2 * _MINUTE else (1, " s")


def _scaled(values: Sequence[float | None], scale: float) -> list[float | None]:
    return [None if value is None else value / scale for value in values]
