"""Which way the mood goes: net sentiment over time."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from core import formats
from core.ui import Cell
from monitoring.charts import findings
from monitoring.charts.parts import Drill, cell, long_label, time_axis
from monitoring.course import SCORED, Course, net, scored

_KNOWN = tuple(sentiment.value for sentiment in SCORED)
_DOTS = 31
"""With more points than these, a line alone is easier to read."""


def card(course: Course, drill: Drill) -> dict[str, Any]:
    """Positive minus negative in points of a hundred scored mentions, from −100 to +100."""
    measure = _("Net sentiment, in points")
    return {
        "id": "mood",
        "title": findings.of_mood(course) or measure,
        "measure": measure,
        "figure": _figure(course, drill).to_plotly_json(),
        "legend": _legend(course),
        "note": _(
            "Positive minus negative mentions, for every hundred whose sentiment is known: from −100, where all are "
            "negative, to +100, where all are positive. Days with few mentions swing widely."
        ),
        "columns": [_("When"), _("Net"), _("Scored mentions"), _("All")],
        "rows": [
            [
                Cell(long_label(one, course.period.grain)),
                Cell(None if (points := net([one])) is None else round(points), signed=True),
                cell(scored([one]), drill.to(since=one.first, until=one.last, sentiment=_KNOWN)),
                cell(one.total, drill.to(since=one.first, until=one.last)),
            ]
            for one in course.bins
        ],
        "empty": "" if scored(course.bins) else _("No mention in these days has a sentiment."),
    }


def _legend(course: Course) -> list[tuple[str, str, str]]:
    if course.net_before is None:
        return []
    points = formats.number(round(course.net_before), signed=True)
    return [("dots", "", _("The days before: %(points)s") % {"points": points})]


def _figure(course: Course, drill: Drill) -> go.Figure:
    points = [net([one]) for one in course.bins]
    line = go.Scatter(
        x=[long_label(one, course.period.grain) for one in course.bins],
        y=[None if value is None else round(value, 1) for value in points],
        text=["" if value is None else formats.number(round(value), signed=True) for value in points],
        mode="lines+markers" if len(points) <= _DOTS else "lines",
        line={"color": "var(--accent)", "width": 2},
        marker={"size": 6, "color": "var(--accent)"},
        customdata=[drill.to(since=one.first, until=one.last) for one in course.bins],
        hovertemplate="%{text} " + _("points") + "<extra></extra>",
    )
    layout: dict[str, Any] = {
        "xaxis": time_axis(course.bins, course.period.grain),
        "yaxis": {"tickformat": ",d", "zeroline": True, "zerolinecolor": "var(--line-strong)", **_reach(points)},
    }
    if course.net_before is not None:
        layout |= _level(course.net_before)
    return go.Figure(data=[line], layout=layout)


def _reach(points: list[float | None]) -> dict[str, Any]:
    """From the lowest to the highest in whole tens, zero among them: a few points of noise look like a few points."""
    known = [value for value in points if value is not None]
    low, high = min([-20, *known]), max([20, *known])
    return {"range": [max(-105, low - 5), min(105, high + 5)]}


def _level(before: float) -> dict[str, Any]:
    """The mood of the days before as a dotted line."""
    line = {"color": "var(--ink-3)", "width": 1, "dash": "dot"}
    return {"shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": before, "y1": before, "line": line}]}
