"""Uploaded files: taken in, looked at, mapped, started, stopped, thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from brands import events
from brands.models import Brand
from core import clock
from core.sheets import heads, uploads
from core.sheets.heads import Head
from core.sheets.moments import Order
from core.sheets.table import Book, Row
from monitoring import live
from monitoring.importing import columns
from monitoring.importing.columns import Field
from monitoring.models import IMPORT, FaultyRow, Import, Source

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
LONGEST_CELL = 1_000


def receive(brand: Brand, upload: UploadedFile[bytes], *, by: User) -> Import:
    """Look at an uploaded file and keep it, with the likeliest mapping; nothing is imported yet.

    Raises core.sheets.errors.Unreadable or Refused. Call in the brand's scope.
    """
    imported = Import(brand=brand, by=by)
    book = uploads.take_in(imported, upload, most_bytes=MAX_BYTES)
    _look(imported, book, uploads.first_filled(book))
    uploads.keep(imported, upload, brand.folder)
    return imported


def choose_sheet(imported: Import, sheet: str) -> None:
    """Take another sheet of the file, before it is started. Raises Unreadable or Refused; nothing changes then."""
    uploads.check_sheet(imported, sheet)
    with uploads.opened(imported) as book:
        _look(imported, book, sheet)
    imported.save()


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


def discard(imported: Import) -> None:
    """Forget a file, its faulty rows and that it was ever here; the mentions that it brought stay."""
    path, brand = imported.path, imported.brand
    FaultyRow.objects.filter(imported=imported).delete()
    imported.delete()
    if path:
        default_storage.delete(path)
    live.announce(brand.public_id)


def _look(imported: Import, book: Book, sheet: str) -> None:
    """Set what is known of one sheet: its head, first rows, size, and the likeliest mapping. Raises Refused."""
    head, below = uploads.look(
        imported, book, sheet, head_of=columns.head_of, most_rows=MAX_ROWS, longest_cell=LONGEST_CELL
    )
    imported.head_key = heads.key_of(head)
    imported.mapping = _remembered(imported.head_key) or _guessed(head, below)


def _guessed(head: Head, below: Sequence[Row]) -> dict[str, Any]:
    found = columns.guess(head, below)
    order = columns.order_of(found, below, now=clock.now())
    return {"columns": {str(f): head.columns[n] for f, n in found.items()}, "order": str(order), "network": ""}


def _remembered(key: str) -> dict[str, Any] | None:
    """The mapping that somebody last used for a file with these columns, in this brand."""
    last: Import | None = Import.objects.filter(head_key=key, started_at__isnull=False).order_by("-started_at").first()
    return dict(last.mapping) if last else None
