"""Figures of listening, made with plotly.py and drawn in the browser; and the findings that stand above them.

A finding is a sentence that the figures prove. Where no rule holds, the title is the plain measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from core import formats
from monitoring.counts import Day
from monitoring.models import Sentiment

STACK = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
"""From the base up, always."""
_TOKENS = {Sentiment.NEGATIVE: "neg-fill", Sentiment.NEUTRAL: "neu-fill", Sentiment.POSITIVE: "pos-fill"}
_UNSCORED = (Sentiment.UNSCORED, "line-strong")
_SIGNS = (("neg", "−"), ("neu", "="), ("pos", "+"), ("s6", "?"))
"""Of STACK and then of what is not scored: token of the legend's square, sign."""
_NAMES = {
    Sentiment.NEGATIVE: pgettext_lazy("several mentions", "Negative"),
    Sentiment.NEUTRAL: pgettext_lazy("several mentions", "Neutral"),
    Sentiment.POSITIVE: pgettext_lazy("several mentions", "Positive"),
    Sentiment.UNSCORED: pgettext_lazy("several mentions", "Not scored"),
}

# Below these a change is chance: 10 of 20 can be 4 of 20 tomorrow.
_FEW_DAY = 10
_FEW_PERIOD = 40
_POINTS = 8
_CHANGE = 0.2


@dataclass(frozen=True, slots=True)
class Period:
    """What is looked at, and what it is compared with: as many days before, up to the same hour.

    `before` is empty where the brand was not heard yet during all of those days: half a period is no comparison.
    """

    days: Sequence[Day]
    before: Sequence[Day]

    def count(self, sentiment: str = "") -> int:
        return _count(self.days, sentiment)

    def count_before(self, sentiment: str = "") -> int:
        return _count(self.before, sentiment)

    @property
    def net(self) -> float | None:
        """Positive minus negative in points of a hundred scored mentions; None without any."""
        return _net(self.days)

    @property
    def net_before(self) -> float | None:
        return _net(self.before)


def _count(days: Sequence[Day], sentiment: str = "") -> int:
    return sum(day.by_sentiment[sentiment] if sentiment else day.total for day in days)


def _scored(days: Sequence[Day]) -> int:
    return sum(_count(days, sentiment) for sentiment in STACK)


def _net(days: Sequence[Day]) -> float | None:
    scored = _scored(days)
    return 100 * (_count(days, Sentiment.POSITIVE) - _count(days, Sentiment.NEGATIVE)) / scored if scored else None


def _variance(days: Sequence[Day]) -> float:
    """Of the net sentiment, in points squared: each scored mention is a draw of −100, 0 or +100."""
    scored = _scored(days)
    positive, negative = _count(days, Sentiment.POSITIVE) / scored, _count(days, Sentiment.NEGATIVE) / scored
    return 10_000 * (positive + negative - (positive - negative) ** 2) / scored


def net_of_day(day: Day) -> float:
    """Net sentiment of one day in points; 0 for a day without scored mentions."""
    return _net([day]) or 0.0


def volume(period: Period, address: Callable[[Day, str], str] | None) -> dict[str, Any]:
    """The chart card of mentions by day and sentiment.

    `address(day, sentiment)` gives where a click on a segment leads; None for people who may not read mentions.
    """
    kinds = [(s, _TOKENS[s]) for s in STACK]
    if period.count(Sentiment.UNSCORED):
        kinds.append(_UNSCORED)
    measure = _("Mentions by day and sentiment")
    return {
        "id": "volume",
        "title": finding(period) or measure,
        "measure": measure,
        "figure": _stack(period.days, kinds, address).to_plotly_json(),
        "legend": [
            (token, sign, str(_NAMES[Sentiment(s)])) for (s, _token), (token, sign) in zip(kinds, _SIGNS, strict=False)
        ],
        "columns": [_("Day"), *(str(_NAMES[Sentiment(s)]) for s, _token in kinds), _("All")],
        "rows": [
            [formats.day(day.date), *(day.by_sentiment[s] for s, _token in kinds), day.total] for day in period.days
        ],
        "empty": "" if period.count() else _("No mentions in these days."),
    }


def _stack(
    days: Sequence[Day], kinds: Sequence[tuple[str, str]], address: Callable[[Day, str], str] | None
) -> go.Figure:
    dates = [day.date.isoformat() for day in days]
    bars = [
        go.Bar(
            x=dates,
            y=[day.by_sentiment[sentiment] for day in days],
            name=str(_NAMES[Sentiment(sentiment)]),
            marker={"color": f"var(--{token})"},
            customdata=[address(day, sentiment) for day in days] if address else None,
            hovertemplate="%{y:,d} · " + str(_NAMES[Sentiment(sentiment)]) + "<extra></extra>",
        )
        for sentiment, token in kinds
    ]
    # Hover names the whole day; the ticks are ours, because a short week would get hours between its days.
    step = max(1, -(-len(days) // 8))
    ticks = {"tickvals": dates[::step], "ticktext": [formats.day(day.date) for day in days[::step]]}
    hover = {"es": "%A %-d de %B"}.get(formats.locale().language, "%A %-d %B")
    top = max((day.total for day in days), default=0)
    y_axis = {"rangemode": "tozero"} | ({"dtick": 1} if top <= 5 else {})
    return go.Figure(
        data=bars,
        layout={"barmode": "stack", "xaxis": {**ticks, "hoverformat": hover, "type": "date"}, "yaxis": y_axis},
    )


def finding(period: Period) -> str:
    """The first sentence that is true of `period`; empty where none is."""
    for rule in (_jump_of_negatives, _shift, _change_of_volume, _peak):
        if sentence := rule(period):
            return sentence
    return ""


def _jump_of_negatives(period: Period) -> str:
    """The last day against the one before, in negatives: doubled or more."""
    if len(period.days) < 2:
        return ""
    former, last = (day.by_sentiment[Sentiment.NEGATIVE] for day in period.days[-2:])
    if last < _FEW_DAY or former < 1 or last < 2 * former:
        return ""
    return _("Negative mentions went from %(former)s to %(last)s in a day") % {
        "former": formats.number(former),
        "last": formats.number(last),
    }


def _shift(period: Period) -> str:
    """Net sentiment against the days before, beyond what chance would do (two standard errors)."""
    if min(_scored(period.days), _scored(period.before)) < _FEW_PERIOD:
        return ""
    now, then = round(period.net or 0), round(period.net_before or 0)
    chance = 2 * sqrt(_variance(period.days) + _variance(period.before))
    if abs(now - then) < max(_POINTS, chance):
        return ""
    pattern = (
        _("The mood improves: %(now)s points, from %(then)s before")
        if now > then
        else _("The mood worsens: %(now)s points, from %(then)s before")
    )
    return pattern % {"now": formats.number(now, signed=True), "then": formats.number(then, signed=True)}


def _change_of_volume(period: Period) -> str:
    now, then = period.count(), period.count_before()
    if min(now, then) < _FEW_PERIOD or abs(now - then) < _CHANGE * then:
        return ""
    share = formats.percent(abs(now - then) / then)
    days = len(period.days)
    more = ngettext(
        "%(share)s more mentions than the day before", "%(share)s more mentions than in the %(days)s days before", days
    )
    fewer = ngettext(
        "%(share)s fewer mentions than the day before",
        "%(share)s fewer mentions than in the %(days)s days before",
        days,
    )
    pattern = more if now > then else fewer
    return pattern % {"share": share, "days": days}


def _peak(period: Period) -> str:
    """One day with twice what is usual."""
    if len(period.days) < 5:
        return ""
    top = max(period.days, key=lambda day: day.total)
    usual = median(day.total for day in period.days if day is not top)
    if top.total < _FEW_DAY or top.total < 2 * usual:
        return ""
    return _("%(day)s stands out: %(n)s mentions, %(usual)s on a usual day") % {
        "day": formats.day(top.date),
        "n": formats.number(top.total),
        "usual": formats.number(round(usual)),
    }
