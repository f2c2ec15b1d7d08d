"""The sentences above charts: said only where the figures prove them, beyond what chance would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from monitoring.course import Counted, Course, count, scored
from monitoring.models import Sentiment

# Below these a change is chance: 10 of 20 can be 4 of 20 tomorrow.
_FEW_DAY = 10
_FEW_PERIOD = 40
_POINTS = 8
_CHANGE = 0.2


class Part(Protocol):
    """A bar of charts.shares."""

    @property
    def name(self) -> str: ...
    @property
    def by_sentiment(self) -> dict[str, int]: ...


class Voice(Protocol):
    """A bar of charts.voice."""

    @property
    def name(self) -> str: ...
    @property
    def own(self) -> bool: ...
    @property
    def n(self) -> int: ...
    @property
    def share(self) -> float: ...


def of_volume(course: Course) -> str:
    """The first sentence that is true; empty where none is."""
    for rule in (_jump_of_negatives, _change_of_volume, _peak):
        if sentence := rule(course):
            return sentence
    return ""


def of_mood(course: Course) -> str:
    """Net sentiment against the days before, beyond what chance would do (two standard errors)."""
    if min(scored(course.bins), scored(course.before)) < _FEW_PERIOD:
        return ""
    now, then = round(course.net or 0), round(course.net_before or 0)
    chance = 2 * sqrt(_variance(course.bins) + _variance(course.before))
    if abs(now - then) < max(_POINTS, chance):
        return ""
    pattern = (
        _("The mood improves: %(now)s points, from %(then)s before")
        if now > then
        else _("The mood worsens: %(now)s points, from %(then)s before")
    )
    return pattern % {"now": formats.number(now, signed=True), "then": formats.number(then, signed=True)}


def of_networks(parts: Sequence[Part]) -> str:
    """The network with the largest share of negatives, against all others together (three standard errors)."""
    known = [part for part in parts if scored([part]) >= _FEW_PERIOD]
    if not known:
        return ""
    worst = max(known, key=lambda part: _negative(part) / scored([part]))
    others = [part for part in parts if part is not worst]
    here, elsewhere = scored([worst]), scored(others)
    if elsewhere < _FEW_PERIOD:
        return ""
    share, usual = _negative(worst) / here, count(others, Sentiment.NEGATIVE) / elsewhere
    both = (_negative(worst) + count(others, Sentiment.NEGATIVE)) / (here + elsewhere)
    chance = 3 * sqrt(both * (1 - both) * (1 / here + 1 / elsewhere))
    if 100 * (share - usual) < max(_POINTS, 100 * chance):
        return ""
    return _("%(network)s is the harshest: %(share)s negative, %(usual)s elsewhere") % {
        "network": worst.name,
        "share": formats.percent(share),
        "usual": formats.percent(usual),
    }


def of_voices(voices: Sequence[Voice]) -> str:
    """Who is talked of most, the brand (its topics together would count mentions twice: the largest) or another."""
    own = max((voice for voice in voices if voice.own), key=lambda voice: voice.n)
    rival = max((voice for voice in voices if not voice.own), key=lambda voice: voice.n)
    first, second = (own, rival) if own.n >= rival.n else (rival, own)
    if first.n < _FEW_PERIOD or first.n - second.n < 2 * sqrt(first.n + second.n):
        return ""
    return _("%(name)s has the loudest voice: %(share)s") % {"name": first.name, "share": formats.percent(first.share)}


def of_hours(counted: Mapping[tuple[int, int], int]) -> str:
    """The hour of the week with most mentions, where it stands out from the next (two standard errors)."""
    ordered = sorted(counted.items(), key=lambda one: -one[1])
    if len(ordered) < 2:
        return ""
    ((day, hour), first), (_next, second) = ordered[:2]
    if first < _FEW_DAY or first - second < 2 * sqrt(first + second):
        return ""
    when = {"day": formats.long_weekday(day), "hour": f"{hour:02}:00"}
    return _("Most is said on %(day)s at %(hour)s") % when


def _negative(part: Counted) -> int:
    return part.by_sentiment[Sentiment.NEGATIVE]


def _variance(parts: Sequence[Counted]) -> float:
    """Of the net sentiment, in points squared: each scored mention is a draw of −100, 0 or +100."""
    n = scored(parts)
    positive, negative = count(parts, Sentiment.POSITIVE) / n, count(parts, Sentiment.NEGATIVE) / n
    return 10_000 * (positive + negative - (positive - negative) ** 2) / n


def _jump_of_negatives(course: Course) -> str:
    """The last day against the one before, in negatives: doubled or more."""
    if len(course.bins) < 2 or course.period.grain != "day":
        return ""
    former, last = (_negative(one) for one in course.bins[-2:])
    if last < _FEW_DAY or former < 1 or last < 2 * former:
        return ""
    return _("Negative mentions went from %(former)s to %(last)s in a day") % {
        "former": formats.number(former),
        "last": formats.number(last),
    }


def _change_of_volume(course: Course) -> str:
    now, then = course.count(), course.count_before()
    if min(now, then) < _FEW_PERIOD or abs(now - then) < _CHANGE * then:
        return ""
    share = formats.percent(abs(now - then) / then)
    days = course.period.days
    more = ngettext(
        "%(share)s more mentions than the day before", "%(share)s more mentions than in the %(days)s days before", days
    )
    fewer = ngettext(
        "%(share)s fewer mentions than the day before",
        "%(share)s fewer mentions than in the %(days)s days before",
        days,
    )
    pattern = more if now > then else fewer
    return pattern % {"share": share, "days": formats.number(days)}


def _peak(course: Course) -> str:
    """One day with twice what is usual on days on which the brand was heard."""
    heard = [one for one in course.bins if course.heard is None or one.first >= course.heard]
    if len(heard) < 5 or course.period.grain != "day":
        return ""
    top = max(heard, key=lambda one: one.total)
    usual = median(one.total for one in heard if one is not top)
    if top.total < _FEW_DAY or top.total < 2 * usual:
        return ""
    return _("%(day)s stands out: %(n)s mentions, %(usual)s on a usual day") % {
        "day": formats.day(top.first),
        "n": formats.number(top.total),
        "usual": formats.number(round(usual)),
    }
