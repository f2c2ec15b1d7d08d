"""The brand against its competitors: share of voice.

Share of voice is the part that each topic of kind brand or competitor has of all that those topics were mentioned. A
mention that two of them match counts for both: it gives a voice to each. What only a market, a campaign or a person is
mentioned in is not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from core import formats
from core.ui import Cell
from monitoring.charts import findings
from monitoring.charts.parts import Drill, cell
from monitoring.charts.shares import SHOWN, rows_layout
from monitoring.models import Topic

KINDS = (Topic.Kind.BRAND, Topic.Kind.COMPETITOR)


@dataclass(frozen=True, slots=True)
class Voice:
    """One topic of the brand, or of a competitor."""

    name: str
    own: bool
    n: int
    before: int | None
    """In as many days before; None where there is nothing to compare with."""
    share: float
    """Of one."""
    share_before: float | None
    public_id: str


def voices(
    topics: Sequence[Topic], now: Mapping[int | None, int], before: Mapping[int | None, int] | None
) -> list[Voice]:
    """Own topics first, then competitors, most first. `now` and `before` are mentions by topic's primary key."""
    heard = [topic for topic in topics if topic.kind in KINDS]
    whole = sum(now.get(topic.pk, 0) for topic in heard)
    former = sum(before.get(topic.pk, 0) for topic in heard) if before is not None else 0
    found = [
        Voice(
            topic.name,
            topic.kind == Topic.Kind.BRAND,
            n := now.get(topic.pk, 0),
            None if before is None else before.get(topic.pk, 0),
            n / whole if whole else 0.0,
            before.get(topic.pk, 0) / former if before is not None and former else None,
            topic.public_id,
        )
        for topic in heard
    ]
    return sorted(found, key=lambda voice: (not voice.own, -voice.n, voice.name))


def comparable(found: Sequence[Voice]) -> bool:
    """Whether there is the brand and somebody else."""
    return {voice.own for voice in found} == {True, False}


def card(found: Sequence[Voice], drill: Drill, drill_before: Drill, topics_url: str) -> dict[str, Any]:
    """Share of voice. `topics_url` is where topics are added, empty for who may not look."""
    measure = _("Share of voice")
    if not comparable(found):
        has_own = any(voice.own for voice in found)
        missing = (
            _("Add a topic of kind competitor, and you see here whose voice is louder.")
            if has_own
            else _("Add a topic of kind own brand and one of kind competitor, and you see here whose voice is louder.")
        )
        act = (topics_url, _("Go to topics")) if topics_url else None
        return {"id": "voice", "title": measure, "measure": measure, "empty": missing, "act": act}
    said = sum(voice.n for voice in found)
    return {
        "id": "voice",
        "title": findings.of_voices(found) or measure,
        "measure": measure if said else "",
        "figure": _figure(found[:SHOWN], drill).to_plotly_json(),
        "note": _(
            "All mentions of topics of kind own brand and competitor are 100%. A mention that names two of them counts "
            "for both. Beside the share stands its change against as many days before, in points."
        ),
        "columns": [_("Topic"), _("Mentions"), _("Before"), _("Share"), _("Change")],
        "rows": [_row(voice, drill, drill_before) for voice in found],
        "empty": "" if said else _("None of these topics was mentioned in these days."),
    }


def change(voice: Voice) -> int | None:
    """Of the share, in points; None where there is nothing to compare with."""
    return None if voice.share_before is None else round(100 * voice.share) - round(100 * voice.share_before)


def _row(voice: Voice, drill: Drill, drill_before: Drill) -> list[Cell]:
    return [
        Cell(voice.name),
        cell(voice.n, drill.to(topic=voice.public_id)),
        Cell(None) if voice.before is None else cell(voice.before, drill_before.to(topic=voice.public_id)),
        Cell(formats.percent(voice.share)),
        Cell(change(voice), signed=True),
    ]


def _figure(found: Sequence[Voice], drill: Drill) -> go.Figure:
    places = list(range(len(found)))
    bars = go.Bar(
        orientation="h",
        y=places,
        x=[voice.n for voice in found],
        marker={"color": [f"var(--{'accent' if voice.own else 's6'})" for voice in found]},
        text=[_text(voice) for voice in found],
        textposition="outside",
        cliponaxis=False,
        customdata=[drill.to(topic=voice.public_id) for voice in found],
        hovertemplate="%{x:,d} " + _("mentions") + "<extra></extra>",
    )
    return go.Figure(data=[bars], layout=rows_layout([voice.name for voice in found], max(voice.n for voice in found)))


def _text(voice: Voice) -> str:
    points = change(voice)
    moved = "" if points is None else f"  {formats.number(points, signed=True) if points else '='}"
    return f" {formats.percent(voice.share)}{moved}"
