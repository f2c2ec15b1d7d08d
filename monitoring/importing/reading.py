"""A row of a file as an item, or the reason why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.sheets import cells, moments
from core.sheets.table import Cell, Row
from monitoring.importing import values
from monitoring.importing.columns import Field, Mapping
from networks import names, plain
from networks.types import Author, Item

_KINDS = {"news": "article", "blog": "article", names.WEB: "article", "reviews": "review"}


class Reason(StrEnum):
    """Why a row is left out."""

    NO_TEXT = "no_text"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    FUTURE = "future"
    TOO_OLD = "too_old"


WORDS: dict[Reason, Promise] = {
    Reason.NO_TEXT: _("It has neither a text nor a title."),
    Reason.NO_DATE: _("It has no date."),
    Reason.BAD_DATE: _("Its date cannot be read as the others are."),
    Reason.FUTURE: _("Its date lies in the future."),
    Reason.TOO_OLD: _("It is older than the brand keeps mentions."),
}


@dataclass(frozen=True, slots=True)
class Good:
    """A row that becomes a mention."""

    number: int
    item: Item
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row that is left out. `detail` is the value that is to blame, as the file has it."""

    number: int
    reason: Reason
    detail: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows by one mapping, for a brand of one zone that keeps mentions from `oldest` on."""

    mapping: Mapping
    zone: tzinfo
    oldest: datetime
    now: datetime

    def read(self, rows: Iterable[Row]) -> Iterator[Good | Faulty]:
        """Each row, in order."""
        return map(self.one, rows)

    def one(self, row: Row) -> Good | Faulty:
        """The row as an item; where it is none, the first thing that is wrong with it."""
        text = plain.from_text(self._text(row, Field.TEXT))
        title = plain.one_line(plain.from_text(self._text(row, Field.TITLE), plain.TITLE_LIMIT * 4))
        if not (text or title):
            return Faulty(row.number, Reason.NO_TEXT, "", row.cells)
        posted_at, reason = self._moment(row)
        if posted_at is None or reason:
            return Faulty(row.number, reason or Reason.BAD_DATE, self._text(row, Field.DATE)[:100], row.cells)
        return Good(row.number, self._item(row, text, title, posted_at), values.tags(self._cell(row, Field.TAGS)))

    def _moment(self, row: Row) -> tuple[datetime | None, Reason | None]:
        cell = self._cell(row, Field.DATE)
        if cell in (None, ""):
            return None, Reason.NO_DATE
        found = moments.moment(cell, self._cell(row, Field.TIME), order=self.mapping.order, zone=self.zone)
        if found is None:
            return None, Reason.BAD_DATE
        if found > self.now + timedelta(days=1):
            return found, Reason.FUTURE
        return found, Reason.TOO_OLD if found < self.oldest else None

    def _item(self, row: Row, text: str, title: str, posted_at: datetime) -> Item:
        address = values.address(self._cell(row, Field.ADDRESS))
        author = self._author(row)
        network = self._network(row, address)
        given = values.identity(self._cell(row, Field.ID)) or address
        return Item(
            external_id=given or _hashed(author.external_id if author else "", posted_at, title, text),
            text=text,
            title=title,
            url=address,
            author=author,
            posted_at=posted_at,
            kind=_KINDS.get(network, "post"),
            language=values.language(self._cell(row, Field.LANGUAGE)),
            reach=values.number(self._cell(row, Field.REACH)),
            network=network,
        )

    def _author(self, row: Row) -> Author | None:
        """Known by their handle, else by their name: within a network that is as far as a file tells."""
        name = plain.one_line(plain.tidy(self._text(row, Field.AUTHOR), 800), 200)
        handle = plain.one_line(plain.tidy(self._text(row, Field.HANDLE), 800), 200)
        if not handle and name.startswith("@"):
            handle = name
        key = f"@{handle.lstrip('@').lower()}" if handle.strip("@") else name
        if not key:
            return None
        followers = values.number(self._cell(row, Field.FOLLOWERS))
        return Author(external_id=key[:300], name=name or handle, handle=handle, followers=followers)

    def _network(self, row: Row, address: str) -> str:
        return names.called(self._text(row, Field.NETWORK)) or names.at(address) or self.mapping.network or names.WEB

    def _text(self, row: Row, field: Field) -> str:
        return cells.text(self._cell(row, field))

    def _cell(self, row: Row, field: Field) -> Cell:
        place = self.mapping.columns.get(field)
        return row.cells[place] if place is not None and place < len(row.cells) else None


def _hashed(author: str, posted_at: datetime, title: str, text: str) -> str:
    """A stable id out of what there is, the date to the minute: the same row of another file is the same mention."""
    said = "\n".join((author, posted_at.strftime("%Y-%m-%dT%H:%M"), title, text))
    return "sha256:" + hashlib.sha256(said.encode(errors="replace")).hexdigest()
