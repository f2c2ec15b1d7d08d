"""The most frequent authors, terms, hashtags and links as lists with bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from monitoring.charts.parts import Drill
from monitoring.models import DailyTop
from monitoring.top_lists import Entry, Top
from networks.naming import network_name

_CARDS: tuple[tuple[str, Promise, Promise], ...] = (
    (DailyTop.Kind.AUTHOR, _("Who speaks most"), _("No author is known in these days.")),
    (DailyTop.Kind.TERM, _("Most frequent words"), _("No words in these days.")),
    (DailyTop.Kind.HASHTAG, _("Most frequent hashtags"), _("No hashtags in these days.")),
    (DailyTop.Kind.LINK, _("Most shared links"), _("No links in these days.")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line, as monitoring/_top.html takes it."""

    name: str
    more: str
    """What stands small beside it: the handle of an author, the path of a link."""
    n: int
    url: str
    """Leads to the mentions; empty for who may not read them."""
    outside: str = ""
    """The address of a link."""
    network: str = ""
    network_name: str = ""


def of(tops: Mapping[str, Top], drill: Drill) -> list[dict[str, Any]]:
    """A card for each kind, in the order of the page."""
    cards = []
    for kind, title, empty in _CARDS:
        top = tops[kind]
        rows = [_row(kind, entry, drill) for entry in top.entries]
        cards.append(
            {"id": kind, "title": title, "rows": rows, "most": rows[0].n if rows else 0, "cut": top.cut, "empty": empty}
        )
    return cards


def _row(kind: str, entry: Entry, drill: Drill) -> Row:
    if kind == DailyTop.Kind.AUTHOR and (author := entry.author):
        handle = author.handle if author.handle != str(author) else ""
        network = {"network": author.network, "network_name": network_name(author.network)}
        return Row(str(author), handle, entry.n, drill.to(author=author.public_id), **network)
    if kind == DailyTop.Kind.LINK:
        host, slash, path = entry.key.partition("/")
        # Only what monitoring.terms took for an address of the web is kept; said once more where it becomes a link.
        outside = entry.written if entry.written.startswith(("https://", "http://")) else ""
        return Row(host, slash + path, entry.n, drill.to(link=entry.key), outside)
    if kind == DailyTop.Kind.HASHTAG:
        return Row(f"#{entry.written}", "", entry.n, drill.to(hashtag=entry.written))
    return Row(entry.written, "", entry.n, drill.to(word=entry.written))
