"""The figures above: what was said in the last 24 hours, in which mood, what of it matters, what goes out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import formats
from today.heard import Heard
from today.posts import Today, in_words


def mentions(heard: Heard, url: str) -> dict[str, Any]:
    """How much was said; more is neither good nor bad."""
    tile = {"label": _("Mentions, 24 h"), "value": formats.number(heard.total), "url": url}
    return tile | compared(heard)


def compared(heard: Heard) -> dict[str, str]:
    """The change against a usual day, in words."""
    usual = heard.usual
    if usual is None:
        return {"note": _("too new to say what is usual")}
    usual_words = _("a usual day has %(n)s") % {"n": formats.number(round(usual))}
    if usual < 1 or round(usual) == heard.total:
        return {"note": usual_words}
    change = (heard.total - usual) / usual
    sign = "▲" if change > 0 else "▼"
    return {"change": f"{sign} {formats.percent(abs(change))}", "tone": "flat", "note": f"· {usual_words}"}


def mood(heard: Heard, url: str) -> dict[str, Any]:
    """Positive minus negative."""
    tile: dict[str, Any] = {"label": _("Net sentiment, 24 h"), "url": url, "value": None}
    if heard.net is None:
        return tile | {"why": _("nothing scored in these hours")}
    negative = heard.by_sentiment["negative"]
    words = {"n": formats.number(negative), "all": formats.number(heard.total)}
    note = _("%(n)s of %(all)s are negative") % words
    return tile | {"value": formats.number(heard.net, signed=True), "unit": _("points"), "note": note}


def mattering(n: int, url: str) -> dict[str, Any]:
    """Unread ones that should be read first."""
    note = _("negative, or seen by many") if n else _("you have read all that matters")
    return {"label": _("Unread that matter"), "value": formats.number(n), "url": url, "note": note}


def posts(today: Today, url: str) -> dict[str, Any]:
    """What goes out today."""
    note = in_words(today.counted()) or _("nothing is planned for today")
    return {"label": _("Posts today"), "value": formats.number(today.total), "url": url, "note": note}
