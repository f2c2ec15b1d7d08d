"""Findings in words. Every number of a sentence says which figure or chart it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import formats
from networks.naming import network_name
from reports.weekly.content import Content, Finding
from reports.weekly.findings import strongest


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a sentence; `target` is the figure («kpi-mentions») or the chart («chart-volume») of a number."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as people read it."""

    rule: str
    parts: tuple[Words, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


_MOOD, _SAID, _OUT = "kpi-sentiment_index", "kpi-mentions", "kpi-posts_published"
_DONE, _FANS, _VOICE = "kpi-interactions", "kpi-followers", "kpi-share_of_voice"

SENTENCES: dict[str, tuple[Any, Any, dict[str, str]]] = {
    "volume_none": (_("Nobody mentioned the brand this week."), _("A week without mentions"), {}),
    "volume_first": (_("The brand was mentioned %(times)s."), _("The first week that was heard"), {"times": _SAID}),
    "volume_same": (
        _("The brand was mentioned %(times)s, about as often as the week before (%(before)s)."),
        _("A week like the one before"),
        {"times": _SAID, "before": _SAID},
    ),
    "volume_more": (
        _("The brand was mentioned %(times)s, %(change)s more than the week before (%(before)s)."),
        _("%(change)s more mentions than the week before"),
        {"times": _SAID, "change": _SAID, "before": _SAID},
    ),
    "volume_less": (
        _("The brand was mentioned %(times)s, %(change)s less than the week before (%(before)s)."),
        _("%(change)s fewer mentions than the week before"),
        {"times": _SAID, "change": _SAID, "before": _SAID},
    ),
    "mood_first": (
        _("Net sentiment was %(now)s points."),
        _("Net sentiment of %(now)s points"),
        {"now": _MOOD},
    ),
    "mood_same": (
        _("The mood held: net sentiment of %(now)s points, %(before)s the week before."),
        _("The mood holds at %(now)s points"),
        {"now": _MOOD, "before": _MOOD},
    ),
    "mood_better": (
        _("The mood improved: net sentiment of %(now)s points, from %(before)s the week before."),
        _("The mood improves: %(now)s points, from %(before)s"),
        {"now": _MOOD, "before": _MOOD},
    ),
    "mood_worse": (
        _("The mood worsened: net sentiment of %(now)s points, from %(before)s the week before."),
        _("The mood worsens: %(now)s points, from %(before)s"),
        {"now": _MOOD, "before": _MOOD},
    ),
    "incident": (
        _("One incident was open during the week: «%(name)s»."),
        _("A week marked by «%(name)s»"),
        {},
    ),
    "incidents": (
        _("%(count)s incidents were open during the week; the gravest, «%(name)s»."),
        _("A week marked by «%(name)s»"),
        {"count": "kpi-incidents"},
    ),
    "negative_day": (
        _("On %(day)s negative mentions reached %(count)s; on the other days they were around %(usual)s."),
        _("Negative mentions peaked on %(day)s: %(count)s"),
        {"count": "chart-volume", "usual": "chart-volume"},
    ),
    "busiest_day": (
        _("%(day)s stood out with %(count)s mentions; on the other days there were around %(usual)s."),
        _("%(day)s stood out: %(count)s mentions"),
        {"count": "chart-volume", "usual": "chart-volume"},
    ),
    "sore_topic": (
        _("%(share)s of the negative mentions (%(count)s) were about «%(topic)s»."),
        _("%(share)s of the negative mentions were about «%(topic)s»"),
        {"share": "chart-topics", "count": "chart-topics"},
    ),
    "network": (
        _("%(share)s of all that was said was on %(network)s."),
        "",
        {"share": "chart-networks"},
    ),
    "voice": (
        _("Of what was said of the brand and its competitors, %(share)s was about the brand."),
        _("%(share)s of the conversation was about the brand"),
        {"share": _VOICE},
    ),
    "voice_more": (
        _("The brand's share of voice grew by %(points)s, to %(share)s."),
        _("The brand's voice grows to %(share)s"),
        {"points": _VOICE, "share": _VOICE},
    ),
    "voice_less": (
        _("The brand's share of voice fell by %(points)s, to %(share)s."),
        _("The brand's voice falls to %(share)s"),
        {"points": _VOICE, "share": _VOICE},
    ),
    "posts_none": (_("Nothing was published this week."), _("A week without posts"), {}),
    "posts": (_("%(posts)s went out."), "", {"posts": _OUT}),
    "posts_before": (
        _("%(posts)s went out; the week before, %(before)s."),
        "",
        {"posts": _OUT, "before": _OUT},
    ),
    "reactions": (_("They brought %(interactions)s."), "", {"interactions": _DONE}),
    "reactions_more": (
        _("They brought %(interactions)s, %(change)s more than the week before."),
        _("%(change)s more interactions"),
        {"interactions": _DONE, "change": _DONE},
    ),
    "reactions_less": (
        _("They brought %(interactions)s, %(change)s less than the week before."),
        _("%(change)s fewer interactions"),
        {"interactions": _DONE, "change": _DONE},
    ),
    "best_post": (
        _("The best post, on %(network)s, brought %(interactions)s: %(share)s of all."),
        "",
        {"interactions": "posts", "share": "posts"},
    ),
    "followers_same": (_("The community stays at %(total)s."), "", {"total": _FANS}),
    "followers_more": (
        _("The community grew by %(count)s, to %(total)s."),
        _("The community grows by %(count)s"),
        {"count": "kpi-followers_change", "total": _FANS},
    ),
    "followers_less": (
        _("The community lost %(count)s and stands at %(total)s."),
        _("The community loses %(count)s"),
        {"count": "kpi-followers_change", "total": _FANS},
    ),
    "late": (
        _("One post in twenty went out more than %(late)s late."),
        _("Posts went out late"),
        {"late": "kpi-lateness_p95"},
    ),
}
"""By rule: the sentence, the headline, and where each of its numbers stands."""

_HOLE = re.compile(r"%\((\w+)\)s")


def told(findings: Sequence[Finding]) -> list[Told]:
    """Sentences in the language in force; a rule that this version does not know is left out."""
    return [_told(finding) for finding in findings if finding["rule"] in SENTENCES]


def headline(content: Content) -> str:
    """What the week was about, in a few words."""
    finding = strongest([one for one in content["findings"] if one["rule"] in SENTENCES])
    pattern = str(SENTENCES[finding["rule"]][1]) if finding else ""
    if not finding or not pattern:
        return gettext("The week of the brand")
    return _capital(pattern % _spoken(finding))


def _told(finding: Finding) -> Told:
    sentence, _headline, targets = SENTENCES[finding["rule"]]
    spoken, parts, end, pattern = _spoken(finding), [], 0, str(sentence)
    for hole in _HOLE.finditer(pattern):
        if hole.start() > end:
            parts.append(Words(pattern[end : hole.start()]))
        name = hole.group(1)
        parts.append(Words(spoken[name], targets.get(name, "")))
        end = hole.end()
    if end < len(pattern):
        parts.append(Words(pattern[end:]))
    parts[0] = Words(_capital(parts[0].text), parts[0].target)
    return Told(finding["rule"], tuple(parts))


def _spoken(finding: Finding) -> dict[str, str]:
    """Everything that a sentence of the rule may name."""
    values: dict[str, Any] = finding["values"]
    made: dict[str, Callable[[], str]] = {
        "times": lambda: _counted(values["n"], "times"),
        "posts": lambda: _counted(values["n"], "posts"),
        "interactions": lambda: _counted(values["n"], "interactions"),
        "count": lambda: formats.number(values["n"]),
        "before": lambda: _number(values["before"], finding["rule"]),
        "now": lambda: formats.number(round(values["now"]), signed=True),
        "usual": lambda: formats.number(values["usual"]),
        "change": lambda: formats.percent(values["change"]),
        "share": lambda: formats.percent(values["share"]),
        "points": lambda: _counted(values["points"], "points"),
        "total": lambda: _counted(values["total"], "followers"),
        "late": lambda: formats.span(timedelta(seconds=values["late"])),
        "day": lambda: formats.long_day(date.fromisoformat(values["day"])),
        "network": lambda: network_name(values["network"]),
        "name": lambda: f"\u2068{values['name']}\u2069",
        "topic": lambda: f"\u2068{values['topic']}\u2069",
    }
    sentence, title, _targets = SENTENCES[finding["rule"]]
    wanted = set(_HOLE.findall(f"{sentence} {title}"))
    return {name: made[name]() for name in wanted}


def _number(value: float, rule: str) -> str:
    return formats.number(round(value), signed=rule.startswith("mood"))


def _counted(n: float, what: str) -> str:
    n = round(n)
    words = {
        "times": ngettext("once", "%(n)s times", n),
        "posts": ngettext("%(n)s post", "%(n)s posts", n),
        "interactions": ngettext("%(n)s interaction", "%(n)s interactions", n),
        "points": ngettext("%(n)s point", "%(n)s points", n),
        "followers": ngettext("%(n)s follower", "%(n)s followers", n),
    }
    return words[what] % {"n": formats.number(n)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
