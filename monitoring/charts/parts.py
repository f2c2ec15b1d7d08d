"""What the charts share: colours and words of sentiment, addresses behind numbers, cells of tables, labels of bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core import formats
from core.ui import Cell
from monitoring.filters import Filters
from monitoring.models import Sentiment
from monitoring.periods import Bin, Grain

_TICKS = 7
_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Kind:
    """How one sentiment is drawn."""

    sentiment: Sentiment
    token: str
    square: str
    """Token of the legend's square."""
    sign: str
    name: Promise


KINDS = (
    Kind(Sentiment.NEGATIVE, "neg-fill", "neg", "−", pgettext_lazy("several mentions", "Negative")),
    Kind(Sentiment.NEUTRAL, "neu-fill", "neu", "=", pgettext_lazy("several mentions", "Neutral")),
    Kind(Sentiment.POSITIVE, "pos-fill", "pos", "+", pgettext_lazy("several mentions", "Positive")),
    Kind(Sentiment.UNSCORED, "line-strong", "s6", "?", pgettext_lazy("several mentions", "Not scored")),
)
"""From the base up, always; what is not scored comes last."""


def kinds(unscored: int) -> tuple[Kind, ...]:
    """Those that are drawn: what is not scored only where there is any."""
    return KINDS if unscored else KINDS[:-1]


def legend(drawn: Sequence[Kind]) -> list[tuple[str, str, str]]:
    """Token, sign and word of each, in stack order."""
    return [(kind.square, kind.sign, str(kind.name)) for kind in drawn]


@dataclass(frozen=True, slots=True)
class Drill:
    """Leads from a number to the mentions that it counts."""

    page: str
    """The list's address; empty for people who may not read mentions."""
    filters: Filters
    """What the dashboard is narrowed to: its days and its topic."""

    def to(self, **more: Any) -> str:
        """The list with the dashboard's filters and `more` (fields of Filters); empty for who may not look."""
        return f"{self.page}?{replace(self.filters, **more).query_string()}" if self.page else ""


def cell(value: int, url: str) -> Cell:
    """What counts nothing leads nowhere."""
    return Cell(value, url if value else "")


def long_label(one: Bin, grain: Grain) -> str:
    """A bar by its whole name: martes 24 de noviembre, 23 nov a 29 nov 2026, noviembre de 2026, 2026."""
    if grain == "day":
        return formats.long_day(one.first)
    if grain == "week":
        last = formats.day(one.last, with_year=True)
        return _("%(first)s to %(last)s") % {"first": formats.day(one.first), "last": last}
    return formats.month(one.first) if grain == "month" else str(one.first.year)


def short_label(one: Bin, grain: Grain) -> str:
    """A bar where there is little room: 24 nov, nov 2026, 2026."""
    if grain in {"day", "week"}:
        return formats.day(one.first)
    return formats.month(one.first, short=True) if grain == "month" else str(one.first.year)


def time_axis(bins: Sequence[Bin], grain: Grain) -> dict[str, Any]:
    """An axis of bars with few labels: categories, because dates would get hours between them in a short week."""
    step = max(1, -(-len(bins) // _TICKS))
    few = bins[::step]
    return {
        "type": "category",
        "tickvals": [long_label(one, grain) for one in few],
        "ticktext": [short_label(one, grain) for one in few],
        "tickangle": 0,
    }


def whole_numbers(top: int) -> dict[str, Any]:
    """An axis of counts up to `top`, from zero, without halves."""
    return {"rangemode": "tozero"} | ({"dtick": 1} if top <= 5 else {})


def plain(name: str) -> str:
    """`name` for a figure, short; plotly takes pieces of HTML in its texts, and nobody's name is one."""
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    return escape(short, quote=False)
