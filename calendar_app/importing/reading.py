"""A row of a file as a post that somebody wants, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.models import Brand
from calendar_app import checking, files, given, scheduling
from calendar_app.checking import Checked, Complaint
from calendar_app.content import Content
from calendar_app.drafting import Wanted, When
from calendar_app.importing import columns, outside, walls
from calendar_app.importing.columns import Field
from calendar_app.importing.directory import TO_FETCH, Accounts, Library, NotFound
from calendar_app.importing.outside import Outside
from calendar_app.importing.walls import BadTime
from calendar_app.readiness import NOT_TAKEN
from calendar_app.times import Told
from channels.naming import label
from core import clock
from core.sheets import cells
from core.sheets.table import Cell, Row
from core.text import fold
from media.models import ALT, File

_DRAFT = {"draft", "borrador", "rascunho", "drafts", "borradores"}
_SCHEDULED = {"scheduled", "schedule", "programado", "programada", "programar", "agendado", "agendada", "agendar"}
_BETWEEN_PARTS = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
_BETWEEN_ALTS = re.compile(r"\s*[|\n]\s*")
_WHERE = {"alt": Field.ALT, "media": Field.MEDIA, "title": Field.TITLE, "warning": Field.WARNING, "link": Field.LINK}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a row, or worth knowing, in the language in force."""

    field: str
    """A Field; "" for the row as a whole."""
    text: str


@dataclass(frozen=True, slots=True)
class Good:
    """A row that becomes a post."""

    number: int
    key: str
    wanted: Wanted
    schedule: bool
    told: Told | None = None
    checked: tuple[Checked, ...] = ()
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row that is left out, with all that is wrong with it."""

    number: int
    faults: tuple[Fault, ...]
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class _Draft:
    """A row while it is being read."""

    row: Row
    said: dict[str, Any] = field(default_factory=dict)
    """Fields of a content."""
    accounts: tuple[str, ...] = ()
    when: When | None = None
    told: Told | None = None
    schedule: bool = False
    objective: str = ""
    campaign: str = ""
    to_fetch: int = 0
    """Files that it names by an address and that are not there yet."""
    faults: list[Fault] = field(default_factory=list)

    def try_(self, where: Field, read: Callable[[], Any]) -> Any:
        """What `read` gives; None where it finds a fault, which is kept."""
        try:
            return read()
        except (given.Unreadable, NotFound) as error:
            self.faults.append(Fault(where, str(error)))
        except BadTime as error:
            self.faults.append(Fault(Field.TIME if error.in_time else where, str(error)))
        return None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows by one mapping, for one brand, as somebody who may or may not schedule. Call in the brand's scope."""

    brand: Brand
    mapping: columns.Mapping
    accounts: Accounts
    may_schedule: bool
    outside: Outside | None = None
    """Fetches what rows name by an address; None: it is only said that it will be."""

    def read(self, rows: Sequence[Row]) -> Iterator[Good | Faulty]:
        """Each of these rows, in order: two queries for all of them, and only where they use files. What they name by
        an address is fetched first."""
        named = [said for row in rows if (said := self._text(row, Field.MEDIA))]
        if self.outside is not None:
            asked = [part for said in named if outside.names_address(said) for part in outside.parts(said)]
            self.outside.fetch(filter(outside.is_address, asked))
        library = Library.of_brand(self.outside) if named else Library()
        drafts = [self._draft(row, library, clock.now()) for row in rows]
        used = files.of({use["file"] for draft in drafts for use in draft.said.get("media", ())})
        return (self._judged(draft, used) for draft in drafts)

    def _draft(self, row: Row, library: Library, now: datetime) -> _Draft:
        draft = _Draft(row)
        draft.try_(Field.DATE, lambda: self._time(draft, now))
        draft.accounts = tuple(draft.try_(Field.ACCOUNTS, lambda: self._accounts(row)) or ())
        for where in (Field.TEXT, Field.TITLE, Field.LINK, Field.COMMENT, Field.WARNING):
            if said := self._text(row, where):
                draft.said |= draft.try_(where, lambda: given.fields({str(where): said})) or {}  # noqa: B023
        self._thread(draft)
        self._media(draft, library)
        draft.schedule = bool(draft.try_(Field.STATE, lambda: self._scheduled(row)))
        draft.objective = draft.try_(Field.OBJECTIVE, lambda: self._line(row, Field.OBJECTIVE, 200)) or ""
        draft.campaign = draft.try_(Field.CAMPAIGN, lambda: self._line(row, Field.CAMPAIGN, 100)) or ""
        return draft

    def _time(self, draft: _Draft, now: datetime) -> None:
        date, at = self._cell(draft.row, Field.DATE), self._cell(draft.row, Field.TIME)
        zone, mapping = self.brand.time_zone, self.mapping
        if found := walls.read(date, at, order=mapping.order, zone=zone, now=now, usual=mapping.time):
            draft.when, draft.told = found

    def _accounts(self, row: Row) -> Sequence[str]:
        said = self._text(row, Field.ACCOUNTS)
        if said:
            return self.accounts.called(said)
        return [account for account in self.mapping.accounts if account in self.accounts.by_id]

    def _thread(self, draft: _Draft) -> None:
        said = self._text(draft.row, Field.THREAD)
        parts = [{"text": part.strip()} for part in _BETWEEN_PARTS.split(said) if part.strip()]
        if parts:
            draft.said |= draft.try_(Field.THREAD, lambda: given.fields({"thread": parts})) or {}

    def _media(self, draft: _Draft, library: Library) -> None:
        said = self._text(draft.row, Field.MEDIA)
        used = (draft.try_(Field.MEDIA, lambda: library.called(said)) or []) if said else []
        alt = self._text(draft.row, Field.ALT)
        alts = [alt] if len(used) == 1 else _BETWEEN_ALTS.split(alt)
        if alt and used and len(alts) > len(used):
            words = {"alts": len(alts), "files": len(used)}
            draft.faults.append(Fault(Field.ALT, _("There are %(alts)s texts for %(files)s files.") % words))
        if any(len(one) > ALT for one in alts):
            draft.faults.append(Fault(Field.ALT, _("At most %(most)s characters can be kept here.") % {"most": ALT}))
        alts += [""] * (len(used) - len(alts))
        draft.to_fetch = used.count(TO_FETCH)
        uses = [{"file": file, "alt": one or library.alts[file]} for file, one in zip(used, alts, strict=False) if file]
        if uses:
            draft.said |= draft.try_(Field.MEDIA, lambda: given.fields({"media": uses})) or {}

    def _scheduled(self, row: Row) -> bool:
        said = fold(self._text(row, Field.STATE))
        if said and said not in _DRAFT | _SCHEDULED:
            raise NotFound(_("“%(said)s” is no state. Write “draft” or “scheduled”.") % {"said": said[:60]})
        return self.may_schedule and (said in _SCHEDULED if said else self.mapping.schedule)

    def _judged(self, draft: _Draft, used: Mapping[str, File]) -> Good | Faulty:
        content = Content.of(draft.said)
        missing = _missing(draft, content)
        asked = draft.accounts if Field.TEXT not in {fault.field for fault in missing} else ()  # nothing to look at
        checked = tuple(checking.check(self.accounts.by_id[one], content, used) for one in asked)
        notes = [
            (_fault(one, complaint), complaint.blocks and draft.schedule)
            for one in checked
            for complaint in one.complaints
            if not _too_early(draft, content, complaint)
        ]
        faults = [*draft.faults, *missing, *(fault for fault, wrong in notes if wrong)]
        if faults:
            return Faulty(draft.row.number, tuple(dict.fromkeys(faults)), draft.row.cells)
        wanted = Wanted(content, {one: {} for one in draft.accounts}, draft.objective, draft.campaign, draft.when)
        told = tuple(dict.fromkeys([*(fault for fault, _wrong in notes), *_fetched_later(draft)]))
        return Good(draft.row.number, self._key(draft), wanted, draft.schedule, draft.told, checked, told)

    def _key(self, draft: _Draft) -> str:
        """What the row says, hashed: the same row of another file, in whatever order of columns, is the same post.

        Words such as «mañana» are taken as words: tomorrow they mean another day, and the row is still the same.
        """
        date, at = self._cell(draft.row, Field.DATE), self._cell(draft.row, Field.TIME)
        spoken = draft.when and not walls.is_plain(date, at, self.mapping.order)
        when = f"{fold(cells.text(date))} {fold(cells.text(at))}" if spoken else str(draft.when)
        files = self._text(draft.row, Field.MEDIA)  # an address is the same row, whatever stands there by now
        content = draft.said | ({"media": files} if outside.names_address(files) else {})
        said = [content, sorted(draft.accounts), draft.objective, draft.campaign, when]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def _line(self, row: Row, where: Field, longest: int) -> str:
        return given.line(where, self._text(row, where), longest=longest)

    def _text(self, row: Row, where: Field) -> str:
        return cells.text(self._cell(row, where))

    def _cell(self, row: Row, where: Field) -> Cell:
        place = self.mapping.columns.get(where)
        return row.cells[place] if place is not None and place < len(row.cells) else None


def _missing(draft: _Draft, content: Content) -> list[Fault]:
    """What scheduling.schedule would refuse, said beforehand; a draft needs something to say."""
    wrong = {fault.field for fault in draft.faults}
    found = []
    something = content.text.strip() or content.title.strip() or content.media or draft.to_fetch
    if not (something or wrong & {Field.TEXT, Field.MEDIA}):
        found.append(Fault(Field.TEXT, str(scheduling.NOTHING_SAID)))
    if draft.schedule and not draft.when and not wrong & {Field.DATE, Field.TIME}:
        found.append(Fault(Field.DATE, _("There is no day and no time, and it is to be scheduled.")))
    if draft.schedule and not draft.accounts and Field.ACCOUNTS not in wrong:
        found.append(Fault(Field.ACCOUNTS, str(scheduling.NO_ACCOUNT)))
    return found


def _too_early(draft: _Draft, content: Content, complaint: Complaint) -> bool:
    """Whether it speaks of files that are not there yet."""
    lacks_text = complaint.field == "text" and not content.text.strip()
    return bool(draft.to_fetch) and (complaint.field == "media" or lacks_text)


def _fetched_later(draft: _Draft) -> list[Fault]:
    n = draft.to_fetch
    said = ngettext("%(n)s file is fetched when it is imported.", "%(n)s files are fetched when it is imported.", n)
    return [Fault(Field.MEDIA, said % {"n": n})] if n else []


def _fault(one: Checked, complaint: Complaint) -> Fault:
    where = _WHERE.get(complaint.field, Field.TEXT)
    if complaint.part:
        where = Field.COMMENT if complaint.field == "comment" else Field.THREAD
    if not complaint.blocks:
        return Fault(where, f"{label(one.account)}: {complaint.text}")
    return Fault(where, str(NOT_TAKEN % {"account": label(one.account), "why": complaint.text}))
