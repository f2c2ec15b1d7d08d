"""The course of a topic around an alert, beside what was usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from core import formats
from core.ui import Cell
from crisis import series
from crisis.detection import RULES, Detector, Sensitivity
from crisis.models import Alert
from crisis.series import HOUR, Series
from monitoring.charts.parts import Drill, cell, whole_numbers
from monitoring.models import Sentiment

BEFORE, AFTER = 36, 11
"""Hours that are shown around the alert."""
_TICKS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """An hour on the brand's clock."""

    at: datetime
    n: int
    usual: float | None

    @property
    def label(self) -> str:
        return f"{formats.long_day(self.at.date())}, {formats.time_of_day(self.at)}"


def points(known: Series, metric: str, around: datetime) -> list[Point]:
    """The hours around `around`, each with what was usual then, worked out from what came before it."""
    pick = series.negative if metric == Alert.Metric.NEGATIVE else series.everything
    middle = series.hour_of(around)
    found, detector = [], Detector(RULES[Sensitivity.NORMAL])
    for hour, by in known.hours:
        if hour > middle + AFTER * HOUR:
            break
        local = hour.astimezone(known.zone)
        detector.take(local, pick(by))
        if hour >= middle - BEFORE * HOUR:
            found.append(Point(local, pick(by), detector.usual))
    return found


def of_alert(alert: Alert, drawn: list[Point], drill: Drill) -> dict[str, Any]:
    """What an alert is about, as components/_chart_card.html takes it."""
    return card(alert.metric, drawn, drill, title(alert))


def card(metric: str, drawn: list[Point], drill: Drill, finding: str = "") -> dict[str, Any]:
    """The course of one metric, as components/_chart_card.html takes it."""
    negative = metric == Alert.Metric.NEGATIVE
    measure = _("Negative mentions by hour") if negative else _("Mentions by hour")
    counted = _("Negative mentions") if negative else _("Mentions")
    return {
        "id": "course",
        "title": finding or measure,
        "measure": measure,
        "figure": _figure(metric, drawn, drill, counted).to_plotly_json(),
        "legend": [("neg" if negative else "s1", "", counted), ("dots", "", _("Usual at this time"))],
        "columns": [_("Hour"), counted, _("Usual at this time")],
        "rows": [
            [
                Cell(point.label),
                cell(point.n, _behind(point, drill, negative)),
                Cell(None if point.usual is None else round(point.usual)),
            ]
            for point in drawn
        ],
        "empty": "" if drawn else _("The counts of these hours are not kept any more."),
    }


def title(alert: Alert) -> str:
    """What was found, in a line."""
    times = alert.observed / max(alert.expected, 1)
    if times < 1.5 or alert.expected < 1:
        return _("%(n)s in an hour, and hardly any is usual") % {"n": formats.number(alert.observed)}
    return _("%(n)s in an hour, %(times)s times the usual") % {
        "n": formats.number(alert.observed),
        "times": formats.number(times, 0 if times >= 10 else 1),
    }


def _behind(point: Point, drill: Drill, negative: bool) -> str:
    only = {"sentiment": (Sentiment.NEGATIVE.value,)} if negative else {}
    return drill.to(since=point.at.date(), until=point.at.date(), hour=point.at.hour, **only)


def _figure(metric: str, drawn: list[Point], drill: Drill, counted: str) -> go.Figure:
    negative = metric == Alert.Metric.NEGATIVE
    labels = [point.label for point in drawn]
    usual = _("Usual at this time")
    colour = "var(--neg-fill)" if negative else "var(--s1)"
    data = [
        go.Scatter(
            x=labels,
            y=[point.usual for point in drawn],
            name=usual,
            mode="lines",
            line={"color": "var(--ink-3)", "dash": "dot", "width": 1.5},
            hovertemplate="%{y:,.0f} · " + usual + "<extra></extra>",
        ),
        go.Scatter(
            x=labels,
            y=[point.n for point in drawn],
            name=counted,
            mode="lines",
            line={"color": colour, "width": 2.25},
            customdata=[_behind(point, drill, negative) for point in drawn],
            hovertemplate="%{y:,d} · " + counted + "<extra></extra>",
        ),
    ]
    few = [point for point in drawn if point.at.hour % _TICKS == 0]
    axis = {
        "type": "category",
        "tickvals": [point.label for point in few],
        "ticktext": [formats.time_of_day(p.at) if p.at.hour else formats.day(p.at.date()) for p in few],
        "tickangle": 0,
    }
    top = max((point.n for point in drawn), default=0)
    return go.Figure(data=data, layout={"xaxis": axis, "yaxis": whole_numbers(top)})
