"""The bar above the dashboard: which days, and which topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring import periods
from monitoring.models import Topic
from monitoring.periods import LAST_DAYS, LAST_MONTH, THIS_MONTH, Period
from monitoring.views.chips import Chip, span_in_words


def of(asked: Period, topic: Topic | None, topics: Sequence[Topic], page: str) -> dict[str, Any]:
    """`spans` are the usual periods, `dates` and `chips` as monitoring/_dates_chip.html and components/_chip.html."""
    kept = {"topic": topic.public_id} if topic else {}

    def address(**more: str) -> str:
        said = urlencode(more | kept)
        return f"{page}?{said}" if said else page

    days = [(ngettext("%(n)s day", "%(n)s days", n) % {"n": n}, str(n)) for n in LAST_DAYS]
    months = [(_("This month"), THIS_MONTH), (_("Last month"), LAST_MONTH)]
    chosen = "" if asked.name else span_in_words(asked.first, asked.last)
    return {
        "spans": [(label, address(period=name), asked.name == name) for label, name in days],
        "asked": asked,
        "words": chosen or span_in_words(asked.first, asked.last),
        "dates": {
            "first": "" if asked.name else asked.first.isoformat(),
            "last": "" if asked.name else asked.last.isoformat(),
            "words": chosen or next((label for label, name in months if name == asked.name), ""),
            "clear_url": address(),
            "presets": [(label, address(period=name)) for label, name in months],
        },
        "chips": [_topic_chip(asked, topic, topics, page)] if topics else [],
    }


def _topic_chip(asked: Period, topic: Topic | None, topics: Sequence[Topic], page: str) -> Chip:
    options = [(one.public_id, one.name, one == topic) for one in topics]
    span = {"period": asked.name} if asked.name else {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    lifted = {} if asked.name == periods.USUAL else span
    clear_url = (f"{page}?{urlencode(lifted)}" if lifted else page) if topic else ""
    return Chip(
        "topic", _("Topic"), "hash", options, many=False, value=topic.name if topic else "", clear_url=clear_url
    )
