"""The figures at the top of a brand's dashboard, each with its comparison in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from monitoring.charts.parts import Drill
from monitoring.charts.voice import Voice, comparable
from monitoring.course import Course, net
from monitoring.models import Sentiment, Source


def all_of(course: Course, voices: Sequence[Voice], drill: Drill, sources_url: str) -> list[dict[str, Any]]:
    """Mentions, net sentiment, negative mentions, and share of voice or sources, as components/_kpi.html takes them.

    `sources_url` is empty for who may not look.
    """
    negative = [one.by_sentiment[Sentiment.NEGATIVE] for one in course.bins]
    return [
        {
            "label": _("Mentions"),
            "value": formats.number(course.count()),
            "course": [one.total for one in course.bins],
            "url": drill.to(),
            **_compared(course),
        },
        {"label": _("Net sentiment"), "url": drill.to(), **_net(course)},
        {
            "label": _("Negative mentions"),
            "value": formats.number(sum(negative)),
            "course": negative,
            "url": drill.to(sentiment=(Sentiment.NEGATIVE.value,)),
            **_compared(course, Sentiment.NEGATIVE, more_is_bad=True),
        },
        _voice(voices) if comparable(voices) else {"label": _("Sources listening"), "url": sources_url, **_sources()},
    ]


def _compared(course: Course, sentiment: str = "", *, more_is_bad: bool = False) -> dict[str, str]:
    """The change in words. More mentions is neither good nor bad; more negative ones are bad."""
    if not course.before:
        return {"note": _("nothing to compare with yet")}
    now, before, days = course.count(sentiment), course.count_before(sentiment), course.period.days
    if not before:
        return {"note": ngettext("none the day before", "none in the %(n)s days before", days) % {"n": days}}
    note = _("· %(n)s before") % {"n": formats.number(before)}
    if now == before:
        return {"change": "=", "note": note}
    tone = ("bad" if now > before else "good") if more_is_bad else "flat"
    share = formats.percent(abs(now - before) / before)
    return {"change": f"{'▲' if now > before else '▼'} {share}", "tone": tone, "note": note}


def _net(course: Course) -> dict[str, Any]:
    now, before = course.net, course.net_before
    if now is None:
        return {"value": None, "why": _("no scored mention in these days")}
    tile: dict[str, Any] = {
        "value": formats.number(round(now), signed=True),
        "unit": _("points"),
        "course": [net([one]) or 0.0 for one in course.bins],
    }
    if before is None:
        return tile | {"note": _("nothing to compare with yet")}
    change = round(now) - round(before)
    note = _("· %(n)s before") % {"n": formats.number(round(before), signed=True)}
    if not change:
        return tile | {"change": "=", "note": note}
    tone = "good" if change > 0 else "bad"
    return tile | {"change": f"{'▲' if change > 0 else '▼'} {abs(change)}", "tone": tone, "note": note}


def _voice(voices: Sequence[Voice]) -> dict[str, Any]:
    """The share of all own topics together; its definition is that of charts.voice."""
    tile: dict[str, Any] = {"label": _("Share of voice"), "url": "#voice-title"}
    if not any(voice.n for voice in voices):
        return tile | {"value": None, "why": _("no topic was mentioned in these days")}
    share = round(100 * sum(voice.share for voice in voices if voice.own))
    rivals = sum(1 for voice in voices if not voice.own)
    among = ngettext("against %(n)s competitor", "against %(n)s competitors", rivals) % {"n": formats.number(rivals)}
    tile |= {"value": formats.number(share), "unit": "%", "note": among}
    former = [voice.share_before for voice in voices if voice.own]
    if None in former:
        return tile
    change = share - round(100 * sum(part or 0.0 for part in former))
    if not change:
        return tile | {"change": "=", "note": f"· {among}"}
    points = ngettext("%(n)s point", "%(n)s points", abs(change)) % {"n": abs(change)}
    sign, tone = ("▲", "good") if change > 0 else ("▼", "bad")
    return tile | {"change": f"{sign} {points}", "tone": tone, "note": f"· {among}"}


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
