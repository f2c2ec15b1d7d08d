"""The preview of a query as the page shows it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from brands.access import BrandAccess
from core import formats
from monitoring import floods, passages, queries
from monitoring.matching import Query, QueryError, highlights, parse
from monitoring.models import Mention
from monitoring.preview import Preview, preview
from monitoring.views import shown

SHOWN = 20
_AROUND = 40
"""Characters before and after a mistake that are shown with it."""


def context(access: BrandAccess, typed: str, user: User) -> dict[str, Any]:
    """What monitoring/_preview.html takes: what is wrong with `typed`, or what it finds."""
    if not typed.strip():
        return {"blank": True}
    try:
        query = parse(typed)
    except QueryError as error:
        return {"mistake": error, "mistaken": around(typed, error)}
    found, pace = preview(query), floods.pace()
    newest = queries.with_all(Mention.objects.filter(pk__in=found.matching[:SHOWN]), user)
    return {
        "found": found,
        "words": _words(found),
        "a_day": _a_day(floods.expected(found, pace)) if found.matching else "",
        "flood": floods.warning(found, pace),
        "rows": [_row(access, mention, query) for mention in newest.order_by("-posted_at", "-pk")],
        "more": max(len(found.matching) - SHOWN, 0),
    }


def around(typed: str, error: QueryError) -> list[passages.Part]:
    """The piece of `typed` that holds the mistake, for who cannot see the mark in the field."""
    start, end = error.position, min(error.position + error.length, len(typed))
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(typed))
    parts = [(typed[first:start], False), (typed[start:end] or "⎵", True), (typed[end:last], False)]
    return [("…", False)] * (first > 0) + [part for part in parts if part[0]] + [("…", False)] * (last < len(typed))


def _words(found: Preview) -> str:
    """«37 of the latest 2,000 mentions match.»"""
    if not found.looked_at:
        return _("Nothing has been heard yet to try this on. It will match what comes in.")
    figures = {"n": formats.number(len(found.matching)), "latest": formats.number(found.looked_at)}
    if not found.matching:
        return _("None of the latest %(latest)s mentions matches.") % figures
    words = ngettext(
        "%(n)s of the latest %(latest)s mentions matches.",
        "%(n)s of the latest %(latest)s mentions match.",
        len(found.matching),
    )
    return words % figures


def _a_day(expected: float) -> str:
    if expected < 1:
        return _("At the pace of the last week that is less than one a day.")
    n = round(expected)
    words = ngettext(
        "At the pace of the last week that is about %(n)s a day.",
        "At the pace of the last week that is about %(n)s a day.",
        n,
    )
    return words % {"n": formats.number(n)}


def _row(access: BrandAccess, mention: Mention, query: Query) -> dict[str, Any]:
    title, text = mention.title, mention.text
    return shown.row(access, mention) | {
        "title": passages.passage(title, highlights(query, title)) if title else [],
        "text": passages.passage(text, highlights(query, text)) if text else [],
    }
