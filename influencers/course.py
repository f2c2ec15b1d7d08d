"""How much somebody said over time, by tone, from their own mentions: those of one person are few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from brands.models import Brand
from core.ui import Cell
from monitoring import counts, periods
from monitoring.charts import parts
from monitoring.charts.parts import Drill
from monitoring.counts import Day
from monitoring.models import LISTED, Author, Mention, Sentiment
from monitoring.periods import Bin, Period


def card(brand: Brand, authors: Sequence[Author], period: Period, drill: Drill | None) -> dict[str, Any]:
    """Their mentions by week, as components/_chart_card.html takes it."""
    bars = periods.bins(_days(brand, authors, period), "week")
    total = sum(one.total for one in bars)
    drawn = parts.kinds(sum(one.by_sentiment[Sentiment.UNSCORED] for one in bars))
    measure = _("Mentions by week")
    return {
        "id": "course",
        "title": measure,
        "measure": measure,
        "figure": _figure(bars, drawn, drill),
        "legend": parts.legend(drawn),
        "columns": [_("Week"), *(str(kind.name) for kind in drawn)],
        "rows": [
            [Cell(parts.long_label(one, "week")), *(_cell(one, kind, drill) for kind in drawn)]
            for one in bars
            if one.total
        ],
        "empty": "" if total else _("Nothing of theirs was heard in these days."),
    }


def _days(brand: Brand, authors: Sequence[Author], period: Period) -> list[Day]:
    begins = counts.hour_of(period.first, brand.zone)
    said = Mention.objects.filter(LISTED, author__in=list(authors), posted_at__gte=begins)
    grouped = said.annotate(day=TruncDate("posted_at", tzinfo=brand.zone)).values_list("day", "sentiment")
    found: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Sentiment.values, 0))
    for day, sentiment, n in grouped.annotate(n=Count("pk")).order_by("day"):
        found[day][sentiment] = n
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    return [Day(day, found[day]) for day in days]


def _figure(bars: Sequence[Bin], drawn: Sequence[parts.Kind], drill: Drill | None) -> dict[str, Any]:
    labels = [parts.long_label(one, "week") for one in bars]
    data = [
        {
            "type": "bar",
            "x": labels,
            "y": [one.by_sentiment[kind.sentiment] for one in bars],
            "name": str(kind.name),
            "marker": {"color": f"var(--{kind.token})"},
            "customdata": [_to(one, kind, drill) for one in bars],
            "hovertemplate": "%{y:,d} · " + str(kind.name) + "<extra></extra>",
        }
        for kind in drawn
    ]
    top = max((one.total for one in bars), default=0)
    layout = {"barmode": "stack", "xaxis": parts.time_axis(bars, "week"), "yaxis": parts.whole_numbers(top)}
    return {"data": data, "layout": layout}


def _to(one: Bin, kind: parts.Kind, drill: Drill | None) -> str:
    return drill.to(since=one.first, until=one.last, sentiment=(kind.sentiment.value,)) if drill else ""


def _cell(one: Bin, kind: parts.Kind, drill: Drill | None) -> Cell:
    return parts.cell(one.by_sentiment[kind.sentiment], _to(one, kind, drill))
