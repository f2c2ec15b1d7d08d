"""A guard: topics that would bring more than anybody reads, or tell nothing apart. Whoever wants one may have it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Min, Sum
from django.utils.translation import gettext as _

from core import clock, formats
from monitoring.models import HourlyCount
from monitoring.preview import Preview

MOST_A_DAY = 5_000
MOST_OF_ALL = 0.6
RECENT = timedelta(days=7)
FEW = 50
"""Of fewer mentions a share says nothing."""


def pace() -> float:
    """Mentions that the brand in scope has heard a day in the last week, or since it began less than a week ago."""
    now = clock.now()
    heard = HourlyCount.objects.filter(topic=None, hour__gte=now - RECENT, hour__lte=now, n__gt=0)
    found = heard.aggregate(n=Sum("n"), oldest=Min("hour"))
    days = (now - found["oldest"]) / timedelta(days=1) if found["oldest"] else 1.0
    return (found["n"] or 0) / max(days, 1.0)


def expected(preview: Preview, pace: float) -> float:
    """Mentions a day that the query will bring if all goes on as in the last week."""
    return preview.share * pace


class Caution(NamedTuple):
    """What to think of before listening for so much."""

    title: str
    words: str


def warning(preview: Preview, pace: float) -> Caution | None:
    """A warning of a query that brings thousands a day, or takes nearly everything; None where there is no need."""
    if preview.looked_at < FEW:
        return None
    figures = {
        "share": formats.percent(preview.share),
        "latest": formats.number(preview.looked_at),
        "heard": formats.number(round(pace)),
        "a_day": formats.number(round(expected(preview, pace), -2)),
    }
    if expected(preview, pace) > MOST_A_DAY:
        title = _("That is a flood.")
        words = _(
            "This would bring about %(a_day)s mentions a day: it matches %(share)s of the latest %(latest)s, and "
            "%(heard)s a day are heard. Nobody reads that many. Add words, put names in quotation marks, or exclude."
        )
    elif preview.share > MOST_OF_ALL:
        title = _("Nearly everything matches.")
        words = _(
            "It is %(share)s of the latest %(latest)s mentions, and a topic that takes nearly everything tells nothing "
            "apart. Add words, put names in quotation marks, or exclude."
        )
    else:
        return None
    return Caution(title, words % figures)
