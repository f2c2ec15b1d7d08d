"""The emoji of the composer's picker: a small choice by group (data/emoji.tsv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

_TABLE = Path(__file__).parent / "data" / "emoji.tsv"
_LABELS: dict[str, Any] = {
    "faces": _("Faces"),
    "hands": _("Hands and people"),
    "nature": _("Nature"),
    "food": _("Food and drink"),
    "things": _("Things"),
    "signs": _("Signs and flags"),
}


@dataclass(frozen=True, slots=True)
class Emoji:
    """One of them."""

    sign: str
    words: str
    """What one may type to find it."""

    @property
    def name(self) -> str:
        """What a screen reader says: its first word."""
        return self.words.split(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Emoji of one kind."""

    label: Any
    emoji: tuple[Emoji, ...]


@cache
def groups() -> tuple[Group, ...]:
    """All emoji, in the order in which the picker shows them."""
    rows = [line.split("\t") for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        Group(label, tuple(Emoji(sign, words) for kind, sign, words in rows if kind == key))
        for key, label in _LABELS.items()
    )
