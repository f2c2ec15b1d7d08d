"""Who the mentions belong to: networks, languages or topics, each a bar of sentiments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from core.ui import Cell
from monitoring.charts import findings
from monitoring.charts.parts import Drill, Kind, cell, kinds, legend, plain, whole_numbers
from monitoring.models import Sentiment

SHOWN = 8
"""Bars in a figure; the table has all."""
_ROOM = 1.8
"""Of the longest bar, for the words behind it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One bar."""

    name: str
    by_sentiment: dict[str, int]
    filters: dict[str, Any] = field(default_factory=dict)
    """Fields of Filters that list its mentions."""

    @property
    def total(self) -> int:
        return sum(self.by_sentiment.values())


def of_networks(parts: Sequence[Part], drill: Drill) -> dict[str, Any]:
    """By network."""
    return _card("networks", findings.of_networks(parts), _("Mentions by network"), _("Network"), parts, drill)


def of_languages(parts: Sequence[Part], drill: Drill) -> dict[str, Any]:
    """By language."""
    return _card("languages", "", _("Mentions by language"), _("Language"), parts, drill)


def of_topics(parts: Sequence[Part], total: int, drill: Drill) -> dict[str, Any]:
    """By topic; shares are of `total`, all mentions of the brand."""
    made = _card("topics", "", _("Mentions by topic"), _("Topic"), parts, drill, total)
    note = _("A mention that two topics match counts in both, so the shares of topics may add up to more than 100%.")
    return made | {"note": note}


def _card(
    key: str, finding: str, measure: str, column: str, parts: Sequence[Part], drill: Drill, total: int | None = None
) -> dict[str, Any]:
    said = [part for part in parts if part.total]
    drawn = kinds(sum(part.by_sentiment[Sentiment.UNSCORED] for part in said))
    whole = sum(part.total for part in said) if total is None else total
    return {
        "id": key,
        "title": finding or measure,
        "measure": measure,
        "partial": _first_of(len(said)),
        "figure": _figure(said[:SHOWN], drawn, whole, drill).to_plotly_json(),
        "legend": legend(drawn),
        "columns": [column, _("All"), _("Share"), *(str(kind.name) for kind in drawn)],
        "rows": [_row(part, drawn, whole, drill) for part in said],
        "empty": "" if said else _("No mentions in these days."),
    }


def _first_of(n: int) -> str:
    if n <= SHOWN:
        return ""
    return ngettext("the first %(shown)s of %(n)s", "the first %(shown)s of %(n)s", n) % {"shown": SHOWN, "n": n}


def _row(part: Part, drawn: tuple[Kind, ...], whole: int, drill: Drill) -> list[Cell]:
    return [
        Cell(part.name),
        cell(part.total, drill.to(**part.filters)),
        Cell(formats.percent(part.total / whole) if whole else None),
        *(
            cell(part.by_sentiment[kind.sentiment], drill.to(**part.filters, sentiment=(kind.sentiment.value,)))
            for kind in drawn
        ),
    ]


def _figure(parts: Sequence[Part], drawn: tuple[Kind, ...], whole: int, drill: Drill) -> go.Figure:
    places = list(range(len(parts)))
    bars: list[Any] = [
        go.Bar(
            orientation="h",
            y=places,
            x=[part.by_sentiment[kind.sentiment] for part in parts],
            name=str(kind.name),
            marker={"color": f"var(--{kind.token})"},
            customdata=[drill.to(**part.filters, sentiment=(kind.sentiment.value,)) for part in parts],
            hovertemplate="%{x:,d} · " + str(kind.name) + "<extra></extra>",
        )
        for kind in drawn
    ]
    ends = go.Scatter(
        y=places,
        x=[part.total for part in parts],
        text=[f" {formats.number(part.total)} · {formats.percent(part.total / whole)}" for part in parts],
        mode="text",
        textposition="middle right",
        hoverinfo="skip",
    )
    longest = max((part.total for part in parts), default=0)
    return go.Figure(data=[*bars, ends], layout=rows_layout([part.name for part in parts], longest))


def rows_layout(names: Sequence[str], top: int) -> dict[str, Any]:
    """A figure of one row a name, the first on top; `top` is the longest bar."""
    return {
        "barmode": "stack",
        "hovermode": "y unified",
        "xaxis": {**whole_numbers(top), "range": [0, max(top, 1) * _ROOM], "visible": False},
        "yaxis": {
            "tickvals": list(range(len(names))),
            "ticktext": [plain(name) + "  " for name in names],
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": "var(--ink)"},
        },
        "margin": {"l": 40, "r": 8, "t": 4, "b": 4},
    }
