"""Uploaded files: taken in, looked at, mapped, started, stopped, thrown away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from brands import events
from brands.models import Brand
from core import clock, formats, ids
from core.sheets import cells, opening
from core.sheets.table import Book, Row
from monitoring import live
from monitoring.importing import columns
from monitoring.importing.columns import HEAD_WITHIN, Field, Head
from monitoring.importing.moments import Order
from monitoring.models import IMPORT, FaultyRow, Import, Source

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
SAMPLE = 100
LONGEST_CELL = 1_000
_AFRESH: dict[str, Any] = dict.fromkeys(("claim", "claimed_at", "heartbeat_at"))


class Refused(Exception):
    """The file can be read, and is not taken; the message is for the person who uploaded it."""


def receive(brand: Brand, upload: UploadedFile[bytes], *, by: User) -> Import:
    """Look at an uploaded file and keep it, with the likeliest mapping; nothing is imported yet.

    Raises core.sheets.errors.Unreadable or Refused. Call in the brand's scope.
    """
    assert upload.file is not None
    if not upload.size:
        opening.open_book(upload.file)  # says that it is empty
    if (upload.size or 0) > MAX_BYTES:
        most = formats.number(MAX_BYTES // 1_000_000)
        raise Refused(
            _("The file is larger than %(most)s MB. Split it by dates and upload the parts.") % {"most": most}
        )
    imported = Import(brand=brand, by=by, state=Import.State.PAUSED, size=upload.size or 0)
    imported.public_id = ids.new_public_id()
    imported.name = " ".join((upload.name or "").replace("\x00", "").split())[-200:]
    book = opening.open_book(upload.file)
    imported.sheets = [[sheet.name, sheet.hidden] for sheet in book.sheets]
    _look(imported, book, _first_filled(book))
    upload.file.seek(0)
    imported.path = default_storage.save(f"{brand.folder}/imports/{imported.public_id}", File(upload.file))
    imported.save()
    return imported


def choose_sheet(imported: Import, sheet: str) -> None:
    """Take another sheet of the file, before it is started. Raises Unreadable or Refused; nothing changes then."""
    if sheet not in {name for name, _hidden in imported.sheets}:
        raise Refused(_("There is no such sheet in the file."))
    with opened(imported) as book:
        _look(imported, book, sheet)
    imported.save()


@contextmanager
def opened(imported: Import) -> Iterator[Book]:
    """The file, open. Raises Unreadable, or FileNotFoundError if it is gone from storage."""
    with default_storage.open(imported.path) as file:
        yield opening.open_book(_raw(file))


def sample_of(imported: Import) -> list[Row]:
    """The first rows below the head, as they were when the file came."""
    return [Row(number, tuple(map(cells.from_json, values))) for number, values in imported.sample]


def mapping_of(imported: Import, chosen: Mapping[str, Any] | None = None) -> columns.Mapping:
    """How rows are read by `chosen` (by the import's own mapping, if None): names of columns turned into places."""
    said = imported.mapping if chosen is None else chosen
    place = {name: n for n, name in enumerate(imported.columns)}
    there = {Field(field): place[name] for field, name in said["columns"].items() if name in place}
    return columns.Mapping(there, Order(said.get("order", Order.DAY)), said.get("network", ""))


def start(imported: Import, mapping: Mapping[str, Any]) -> None:
    """Read the file by `mapping`, from the first row on. Somebody who was faster is left alone."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=imported.pk)
        if locked.started_at or locked.state != Import.State.PAUSED:
            return
        now = clock.now()
        locked.source = Source.objects.create(
            brand=locked.brand,
            network=IMPORT,
            address=locked.public_id,
            title=locked.name,
            titled_by_person=True,
            state=Source.State.PAUSED,
            added_by=locked.by,
        )
        locked.mapping, locked.started_at, locked.not_before = dict(mapping), now, now
        locked.state = Import.State.WAITING
        locked.save()
        events.record("import.started", locked, brand=locked.brand, after={"rows": locked.total})
    imported.refresh_from_db()


def stop(imported: Import) -> None:
    """Read no further; what was read stays. The page that is being written is written or not, as a whole."""
    under_way = Import.objects.filter(pk=imported.pk, state__in=[Import.State.WAITING, Import.State.RUNNING])
    under_way.update(state=Import.State.PAUSED, **_AFRESH)
    imported.refresh_from_db()


def go_on(imported: Import) -> None:
    """Read on behind the last row that was dealt with: after a stop, or after it had failed."""
    halted = Import.objects.filter(pk=imported.pk, started_at__isnull=False)
    halted.filter(state__in=[Import.State.PAUSED, Import.State.FAILED]).exclude(path="").update(
        state=Import.State.WAITING, not_before=clock.now(), attempts=0, last_error="", last_error_detail="", **_AFRESH
    )
    imported.refresh_from_db()


def discard(imported: Import) -> None:
    """Forget a file, its faulty rows and that it was ever here; the mentions that it brought stay."""
    path, brand = imported.path, imported.brand
    FaultyRow.objects.filter(imported=imported).delete()
    imported.delete()
    if path:
        default_storage.delete(path)
    live.announce(brand.public_id)


def forget_file(imported: Import) -> None:
    """Delete the file: it has been read, or nobody came back to it."""
    if imported.path:
        default_storage.delete(imported.path)
        Import.objects.filter(pk=imported.pk).update(path="")
        imported.path = ""


def _look(imported: Import, book: Book, sheet: str) -> None:
    """Set what is known of one sheet: its head, first rows, size, and the likeliest mapping. Raises Refused."""
    rows = list(islice(book.rows(sheet), HEAD_WITHIN + SAMPLE))
    head = columns.head_of(rows)
    below = [row for row in rows if row.number > head.number][:SAMPLE]
    if not below:
        raise Refused(_("The file has no rows below the names of its columns. Check that the export is complete."))
    total = max(book.count(sheet) - head.number, len(below))
    if total > MAX_ROWS:
        raise Refused(
            _("The file has %(rows)s rows; %(most)s can be imported at a time. Split it by dates and upload the parts.")
            % {"rows": formats.number(total), "most": formats.number(MAX_ROWS)}
        )
    imported.sheet, imported.head_row, imported.total = sheet[:100], head.number, total
    imported.columns = list(head.columns)
    imported.sample = [[row.number, [cells.to_json(c, LONGEST_CELL) for c in row.cells]] for row in below]
    imported.head_key = _key(head)
    imported.mapping = _remembered(imported.head_key) or _guessed(head, below)


def _guessed(head: Head, below: Sequence[Row]) -> dict[str, Any]:
    found = columns.guess(head, below)
    order = columns.order_of(found, below, now=clock.now())
    return {"columns": {str(f): head.columns[n] for f, n in found.items()}, "order": str(order), "network": ""}


def _remembered(key: str) -> dict[str, Any] | None:
    """The mapping that somebody last used for a file with these columns, in this brand."""
    last: Import | None = Import.objects.filter(head_key=key, started_at__isnull=False).order_by("-started_at").first()
    return dict(last.mapping) if last else None


def _key(head: Head) -> str:
    return hashlib.sha256("\n".join(sorted(map(columns.bare, head.columns))).encode()).hexdigest()


def _first_filled(book: Book) -> str:
    return next((sheet.name for sheet in book.sheets if next(book.rows(sheet.name), None)), book.sheets[0].name)


def _raw(file: File[bytes]) -> IO[bytes]:
    """The file itself: Django's wrapper lacks what io asks of one."""
    assert file.file is not None
    return file.file
