"""How much is said, in which mood, beside the same time before."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from core.ui import Cell
from monitoring.charts import findings
from monitoring.charts.parts import Drill, Kind, cell, kinds, legend, long_label, time_axis, whole_numbers
from monitoring.course import Course
from monitoring.models import Sentiment
from monitoring.periods import Grain


def card(course: Course, drill: Drill) -> dict[str, Any]:
    """Mentions by day (week, month, year) and sentiment."""
    drawn = kinds(course.count(Sentiment.UNSCORED))
    grain = course.period.grain
    measure = _measure(grain)
    before = [_("Before")] if course.shadow else []
    return {
        "id": "volume",
        "title": findings.of_volume(course) or measure,
        "measure": measure,
        "partial": _("the topic is still being matched with what was heard before") if course.matching else "",
        "figure": _figure(course, drawn, drill).to_plotly_json(),
        "legend": legend(drawn) + ([("dots", "", _("The days before"))] if course.shadow else []),
        "columns": [_column(grain), *(str(kind.name) for kind in drawn), _("All"), *before],
        "rows": _rows(course, drawn, drill),
        "empty": "" if course.count() or course.count_before() else _("No mentions in these days."),
    }


def _measure(grain: Grain) -> str:
    return {
        "day": _("Mentions by day and sentiment"),
        "week": _("Mentions by week and sentiment"),
        "month": _("Mentions by month and sentiment"),
        "year": _("Mentions by year and sentiment"),
    }[grain]


def _column(grain: Grain) -> str:
    return {"day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year")}[grain]


def _rows(course: Course, drawn: tuple[Kind, ...], drill: Drill) -> list[list[Any]]:
    rows = []
    for n, one in enumerate(course.bins):
        here = drill.to(since=one.first, until=one.last)
        row: list[Any] = [Cell(long_label(one, course.period.grain))]
        for kind in drawn:
            behind = drill.to(since=one.first, until=one.last, sentiment=(kind.sentiment.value,))
            row.append(cell(one.by_sentiment[kind.sentiment], behind))
        row.append(cell(one.total, here))
        if n < len(course.shadow):
            former = course.shadow[n]
            row.append(cell(former.total, drill.to(since=former.first, until=former.last)))
        rows.append(row)
    return rows


def _figure(course: Course, drawn: tuple[Kind, ...], drill: Drill) -> go.Figure:
    labels = [long_label(one, course.period.grain) for one in course.bins]
    traces: list[Any] = [
        go.Bar(
            x=labels,
            y=[one.by_sentiment[kind.sentiment] for one in course.bins],
            name=str(kind.name),
            marker={"color": f"var(--{kind.token})"},
            customdata=[
                drill.to(since=one.first, until=one.last, sentiment=(kind.sentiment.value,)) for one in course.bins
            ],
            hovertemplate="%{y:,d} · " + str(kind.name) + "<extra></extra>",
        )
        for kind in drawn
    ]
    if course.shadow:
        traces.append(_line(course, labels, drill))
    top = max((one.total for one in (*course.bins, *course.shadow)), default=0)
    axis = time_axis(course.bins, course.period.grain)
    gap = max(0.28, 1 - 0.15 * len(course.bins))  # of a single day no wall
    layout = {"barmode": "stack", "bargap": gap, "xaxis": axis, "yaxis": whole_numbers(top)}
    return go.Figure(data=traces, layout=layout)


def _line(course: Course, labels: list[str], drill: Drill) -> go.Scatter:
    return go.Scatter(
        x=labels[: len(course.shadow)],
        y=[one.total for one in course.shadow],
        name=_("The days before"),
        mode="lines+markers",
        line={"color": "var(--ink-3)", "dash": "dot", "width": 1.5},
        marker={"size": 4, "color": "var(--ink-3)"},
        customdata=[drill.to(since=one.first, until=one.last) for one in course.shadow],
        hovertemplate="%{y:,d} · " + _("The days before") + "<extra></extra>",
    )
