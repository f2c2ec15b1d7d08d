"""The bar above the KPIs: which days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.periods import LAST_MONTH, THIS_MONTH
from monitoring.views.chips import span_in_words
from reports.periods import LAST_WEEK, NAMES, Period

_IN_MENU = (THIS_MONTH, LAST_MONTH)


def of(asked: Period, page: str, kept: Mapping[str, str]) -> dict[str, Any]:
    """As monitoring/_period_bar.html takes it. `kept` are the other parameters of the address."""
    names = {name: _name(name) for name in NAMES}
    chosen = "" if asked.name else span_in_words(asked.first, asked.last)
    words = span_in_words(asked.first, asked.last)

    def address(name: str = "") -> str:
        said = joined({"period": name} if name else {}, kept)
        return f"{page}?{said}" if said else page

    return {
        "spans": [(names[name], address(name), asked.name == name) for name in NAMES if name not in _IN_MENU],
        "asked": asked,
        "words": words,
        "kept": kept,
        "dates": {
            "first": "" if asked.name else asked.first.isoformat(),
            "last": "" if asked.name else asked.last.isoformat(),
            "words": chosen or (names[asked.name] if asked.name in _IN_MENU else ""),
            "clear_url": address(),
            "presets": [(names[name], address(name)) for name in _IN_MENU],
        },
        "chips": [],
    }


def query(asked: Period) -> dict[str, str]:
    """The parameters that ask for these days again."""
    if asked.name:
        return {"period": asked.name} if asked.name != LAST_WEEK else {}
    return {"from": asked.first.isoformat(), "to": asked.last.isoformat()}


def joined(*parameters: Mapping[str, str]) -> str:
    """The part of an address behind its «?»."""
    return urlencode({name: value for part in parameters for name, value in part.items()})


def _name(name: str) -> str:
    words = {LAST_WEEK: _("Last week"), THIS_MONTH: _("This month"), LAST_MONTH: _("Last month")}
    return words[name] if name in words else ngettext("%(n)s day", "%(n)s days", int(name)) % {"n": int(name)}
