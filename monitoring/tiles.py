"""The figures at the top of a brand's overview, each with its comparison in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from monitoring.charts import Period, net_of_day
from monitoring.models import Sentiment, Source


def all_of(period: Period, links: dict[str, str]) -> list[dict[str, Any]]:
    """Mentions, net sentiment, negative mentions and sources, as components/_kpi.html takes them.

    `links` leads to what is behind them ("all", "negative", "sources"); empty for who may not look.
    """
    negative = [day.by_sentiment[Sentiment.NEGATIVE] for day in period.days]
    return [
        {
            "label": _("Mentions"),
            "value": formats.number(period.count()),
            "course": [day.total for day in period.days],
            "url": links.get("all"),
            **_compared(period),
        },
        {"label": _("Net sentiment"), "url": links.get("all"), **_net(period)},
        {
            "label": _("Negative mentions"),
            "value": formats.number(sum(negative)),
            "course": negative,
            "url": links.get("negative"),
            **_compared(period, Sentiment.NEGATIVE, more_is_bad=True),
        },
        {"label": _("Sources listening"), "url": links.get("sources"), **_sources()},
    ]


def _compared(period: Period, sentiment: str = "", *, more_is_bad: bool = False) -> dict[str, str]:
    """The change in words. More mentions is neither good nor bad; more negative ones are bad."""
    if not period.before:
        return {"note": _("nothing to compare with yet")}
    now, before, days = period.count(sentiment), period.count_before(sentiment), len(period.days)
    if not before:
        return {"note": ngettext("none the day before", "none in the %(n)s days before", days) % {"n": days}}
    note = _("· %(n)s before") % {"n": formats.number(before)}
    if now == before:
        return {"change": "=", "note": note}
    tone = ("bad" if now > before else "good") if more_is_bad else "flat"
    share = formats.percent(abs(now - before) / before)
    return {"change": f"{'▲' if now > before else '▼'} {share}", "tone": tone, "note": note}


def _net(period: Period) -> dict[str, Any]:
    now, before = period.net, period.net_before
    if now is None:
        return {"value": None, "why": _("no scored mention in these days")}
    tile: dict[str, Any] = {
        "value": formats.number(round(now), signed=True),
        "unit": _("points"),
        "course": [net_of_day(day) for day in period.days],
    }
    if before is None:
        return tile | {"note": _("nothing to compare with yet")}
    change = round(now) - round(before)
    note = _("· %(n)s before") % {"n": formats.number(round(before), signed=True)}
    if not change:
        return tile | {"change": "=", "note": note}
    tone = "good" if change > 0 else "bad"
    return tile | {"change": f"{'▲' if change > 0 else '▼'} {abs(change)}", "tone": tone, "note": note}


def _sources() -> dict[str, str]:
    states = list(Source.objects.values_list("state", "last_error"))
    at_work = {Source.State.WAITING, Source.State.RUNNING}
    trouble = sum(1 for state, error in states if state not in at_work or error)
    if not states:
        return {"value": "0", "note": _("add the first one")}
    note = (
        ngettext("%(n)s needs a look", "%(n)s need a look", trouble) % {"n": formats.number(trouble)}
        if trouble
        else _("all of them answer")
    )
    value, total = formats.number(len(states) - trouble), formats.number(len(states))
    return {"value": value, "unit": _("of %(n)s") % {"n": total}, "note": note}
