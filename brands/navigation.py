"""The rail and its tabs as data. Apps above register their entries here when they start: imports go down only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from brands.access import BrandAccess
from brands.roles import Need

GROUPS = ("", "listen", "publish", "answer", "improve", "foot")
"""The order of the work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in a brand: an item of the rail, or a tab inside one (`under` names the item)."""

    key: str
    label: Any
    """Lazy translation."""
    url_name: str
    need: Need
    group: str = ""
    icon: str = ""
    under: str = ""
    order: int = 0
    badge: Callable[[BrandAccess], tuple[int, bool]] | None = None
    """How much work waits there for a person, and whether some of it is urgent; asked for only where it is drawn."""

    def url(self, brand: str) -> str:
        return reverse(self.url_name, kwargs={"brand": brand})


_entries: dict[str, Entry] = {}
_board = ["brands:list"]


def register(*entries: Entry) -> None:
    """Called from AppConfig.ready()."""
    _entries.update({entry.key: entry for entry in entries})


def set_board(url_name: str) -> None:
    """Called from AppConfig.ready() by who has a page of all brands: there one begins, and comes from the switcher."""
    _board[0] = url_name


def board_url() -> str:
    """The page of all brands of a person."""
    return reverse(_board[0])


def items(access: BrandAccess, group: str) -> list[Entry]:
    """Entries of the rail in `group` that the role may use: what it may not is absent, not grey."""
    return _allowed(access, lambda entry: entry.group == group and not entry.under)


def tabs(access: BrandAccess, under: str) -> list[Entry]:
    """Tabs inside the rail item `under`."""
    return _allowed(access, lambda entry: entry.under == under)


def named(key: str) -> Entry | None:
    return _entries.get(key)


def _allowed(access: BrandAccess, wanted: Any) -> list[Entry]:
    chosen = [entry for entry in _entries.values() if wanted(entry) and access.allows(entry.need)]
    return sorted(chosen, key=lambda entry: entry.order)
