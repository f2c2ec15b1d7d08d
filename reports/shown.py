"""How a KPI is written: one way for page, PDF, spreadsheet and mail. In the language in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from core import formats
from reports.kpis.registry import Unit
from reports.measuring import Figure

MISSING = "—"
_SYMBOLS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
"""Of the SI: the same in every language."""
_SUBTRACTED = frozenset({"incidents", "followers_change"})
"""Small numbers, or such around zero: of these a percentage says nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved, in words."""

    text: str
    """▲ 12 %, ▼ 3 points, = or ""."""
    tone: Literal["good", "bad", "flat", ""]
    note: str
    """What it was before, or why there is nothing to compare with."""


def value(unit: Unit, number: float | None, *, signed: bool = False) -> str:
    """1.234, +12, 4,2 %, 3 min 20 s; a dash for None. Percents come as parts of a hundred, times in seconds."""
    if number is None:
        return MISSING
    if unit is Unit.PERCENT:
        return formats.percent(number / 100, 1)
    if unit is Unit.SECONDS:
        return duration(number)
    return formats.number(round(number), signed=signed or unit is Unit.POINTS)


def unit_word(unit: Unit, number: float) -> str:
    """What is counted, for who has no heading beside it; "" where `value` says it."""
    n = abs(round(number))
    return {
        Unit.MENTIONS: npgettext("unit", "mention", "mentions", n),
        Unit.POINTS: npgettext("unit", "point", "points", n),
        Unit.POSTS: npgettext("unit", "post", "posts", n),
        Unit.VIEWS: npgettext("unit", "view", "views", n),
        Unit.PEOPLE: npgettext("unit", "person", "people", n),
        Unit.INTERACTIONS: npgettext("unit", "interaction", "interactions", n),
        Unit.INCIDENTS: npgettext("unit", "incident", "incidents", n),
    }.get(unit, "")


def duration(seconds: float) -> str:
    """The two largest units: 45 s, 3 min 20 s, 2 h, 1 d 4 h."""
    left = round(abs(seconds))
    said: list[tuple[int, str]] = []
    for size, symbol in _SYMBOLS:
        whole, left = divmod(left, size)
        if whole or said:
            said.append((whole, symbol))
        if len(said) == 2:
            break
    words = [f"{formats.number(n)}\u00a0{symbol}" for n, symbol in said if n] or ["0\u00a0s"]
    return ("\u2212" if seconds < 0 and said else "") + " ".join(words)


def change(figure: Figure) -> Change:
    """How `figure` moved against the days before, as it is read: what looks the same has not moved."""
    if figure.value is None:
        return Change("", "", "")
    if figure.before is None or figure.change is None:
        return Change("", "", figure.why_before)
    unit, signed = figure.kpi.unit, figure.kpi.key == "followers_change"
    note = _("· %(n)s before") % {"n": value(unit, figure.before, signed=signed)}
    if value(unit, figure.value) == value(unit, figure.before):
        return Change("=", "flat", note)
    grew = figure.change > 0
    return Change(f"{'▲' if grew else '▼'} {_moved(figure)}", _tone(figure, grew), note)


def _tone(figure: Figure, grew: bool) -> Literal["good", "bad", "flat"]:
    if not figure.kpi.better:
        return "flat"
    return "good" if grew == (figure.kpi.better == "up") else "bad"


def _moved(figure: Figure) -> str:
    """By how much, without a sign."""
    assert figure.value is not None
    assert figure.before is not None
    unit = figure.kpi.unit
    if unit is Unit.POINTS:
        points = abs(round(figure.value) - round(figure.before))
        return ngettext("%(n)s point", "%(n)s points", points) % {"n": formats.number(points)}
    if unit is Unit.PERCENT:
        apart = abs(round(figure.value, 1) - round(figure.before, 1))
        return _("%(n)s points") % {"n": formats.number(apart, 1)}
    by = abs(figure.value - figure.before)
    if unit is Unit.SECONDS or figure.ratio is None or figure.kpi.key in _SUBTRACTED:
        return value(unit, by)
    return formats.percent(abs(figure.ratio))


def tile(figure: Figure, url: str = "") -> dict[str, Any]:
    """The figure as components/_kpi.html takes it."""
    moved, unit = change(figure), figure.kpi.unit
    course = [point.value for point in figure.days if point.value is not None]
    return {
        "key": figure.kpi.key,
        "label": figure.kpi.name,
        "value": None
        if figure.value is None
        else value(unit, figure.value, signed=figure.kpi.key == "followers_change"),
        "unit": unit_word(unit, figure.value) if unit is Unit.POINTS and figure.value is not None else "",
        "why": figure.why,
        "change": moved.text,
        "tone": moved.tone,
        "note": moved.note,
        "course": course if len(course) == len(figure.days) else [],  # a line over a gap would be invented
        "url": url,
    }
