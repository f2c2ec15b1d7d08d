"""When people talk: mentions by weekday and hour of the brand's zone."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from core import formats
from core.ui import Cell
from monitoring.charts import findings
from monitoring.charts.parts import Drill, cell

WEEK = range(1, 8)
HOURS = range(24)
_TICKS = (0, 6, 12, 18, 23)


def card(counted: dict[tuple[int, int], int], drill: Drill) -> dict[str, Any]:
    """A heat map; `counted` is by ISO weekday and hour."""
    measure = _("Mentions by weekday and hour")
    return {
        "id": "hours",
        "title": findings.of_hours(counted) or measure,
        "measure": measure,
        "partial": _("the more colour, the more mentions"),
        "figure": _figure(counted, drill).to_plotly_json(),
        "columns": [_("Hour"), *(formats.weekday(day) for day in WEEK)],
        "rows": [
            [
                Cell(_clock(hour)),
                *(cell(counted.get((day, hour), 0), drill.to(weekday=day, hour=hour)) for day in WEEK),
            ]
            for hour in HOURS
        ],
        "empty": "" if counted else _("No mentions in these days."),
    }


def _figure(counted: dict[tuple[int, int], int], drill: Drill) -> go.Figure:
    heat = go.Heatmap(
        x=list(HOURS),
        y=list(WEEK),
        z=[[counted.get((day, hour), 0) for hour in HOURS] for day in WEEK],
        text=[[f"{formats.long_weekday(day)}, {_clock(hour)}" for hour in HOURS] for day in WEEK],
        customdata=[
            [drill.to(weekday=day, hour=hour) if counted.get((day, hour)) else "" for hour in HOURS] for day in WEEK
        ],
        colorscale=[[0, "var(--sunken)"], [0.001, "var(--accent-soft)"], [1, "var(--accent)"]],
        zmin=0,
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{z:,d} · %{text}<extra></extra>",
    )
    layout = {
        "hovermode": "closest",
        "xaxis": {"tickvals": list(_TICKS), "ticktext": [_clock(hour) for hour in _TICKS], "range": [-0.5, 23.5]},
        "yaxis": {
            "tickvals": list(WEEK),
            "ticktext": [formats.weekday(day) + " " for day in WEEK],
            "range": [7.5, 0.5],
            "showgrid": False,
        },
    }
    return go.Figure(data=[heat], layout=layout)


def _clock(hour: int) -> str:
    return f"{hour:02}:00"
