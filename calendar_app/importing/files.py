"""Uploaded files of posts: taken in, mapped, started, thrown away, and what they made taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from functools import cache
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from brands import events
from brands.models import Brand
from calendar_app.importing import columns, outside
from calendar_app.importing.columns import Field
from calendar_app.models import PostImport
from core import clock
from core.sheets import cells, heads, uploads
from core.sheets.heads import Head
from core.sheets.moments import Order
from core.sheets.table import Book, Row

MAX_BYTES = 20_000_000
MAX_ROWS = 20_000
LONGEST_CELL = 20_000
"""Characters of a cell of the sample; the job reads the file itself."""


def receive(brand: Brand, upload: UploadedFile[bytes], *, by: User, may_schedule: bool) -> PostImport:
    """Look at an uploaded file and keep it, with the likeliest mapping; nothing is imported yet.

    Raises core.sheets.errors.Unreadable or uploads.Refused. Call in the brand's scope.
    """
    imported = PostImport(brand=brand, by=by)
    book = uploads.take_in(imported, upload, most_bytes=MAX_BYTES)
    _look(imported, book, uploads.first_filled(book))
    imported.mapping["schedule"] = may_schedule and imported.mapping["schedule"]
    uploads.keep(imported, upload, brand.folder)
    return imported


def choose_sheet(imported: PostImport, sheet: str) -> None:
    """Take another sheet of the file, before it is started. Raises Unreadable or Refused; nothing changes then."""
    uploads.check_sheet(imported, sheet)
    with uploads.opened(imported) as book:
        _look(imported, book, sheet)
    imported.save()


def mapping_of(imported: PostImport, chosen: Mapping[str, Any] | None = None) -> columns.Mapping:
    """How rows are read by `chosen` (by the import's own mapping, if None): names of columns turned into places."""
    said = imported.mapping if chosen is None else chosen
    place = {name: n for n, name in enumerate(imported.columns)}
    return columns.Mapping(
        columns={Field(field): place[name] for field, name in said["columns"].items() if name in place},
        order=Order(said.get("order", Order.DAY)),
        accounts=tuple(said.get("accounts", ())),
        time=time.fromisoformat(said["time"]) if said.get("time") else None,
        schedule=bool(said.get("schedule")),
        whole=bool(said.get("whole")),
    )


def start(imported: PostImport, mapping: Mapping[str, Any]) -> bool:
    """Read the file by `mapping`, from the first row on; False if somebody was faster."""
    with transaction.atomic():
        locked = PostImport.objects.select_for_update().get(pk=imported.pk)
        if locked.started_at or locked.state != PostImport.State.PAUSED:
            return False
        now = clock.now()
        locked.mapping, locked.started_at, locked.not_before = dict(mapping), now, now
        locked.state = PostImport.State.WAITING
        locked.save()
        events.record("posts.import_started", locked, brand=locked.brand, after={"rows": locked.total})
    imported.refresh_from_db()
    return True


def fetches(imported: PostImport) -> bool:
    """Whether its first rows name files by addresses outside, which takes longer than anybody waits at a page."""
    place = mapping_of(imported).columns.get(Field.MEDIA)
    named = (row.cells[place] for row in uploads.sample_of(imported) if place is not None and place < len(row.cells))
    return any(outside.names_address(cells.text(cell)) for cell in named)


def undo(imported: PostImport) -> bool:
    """Take away what the import made and nobody has touched since; False if that is asked already, or it still runs."""
    with transaction.atomic():
        locked = PostImport.objects.select_for_update().get(pk=imported.pk)
        under_way = locked.state in {PostImport.State.WAITING, PostImport.State.RUNNING}
        asked_already = locked.undo_asked_at and locked.state != PostImport.State.FAILED
        if under_way or not locked.new or asked_already:
            return False
        now = clock.now()
        asked = {"undo_asked_at": now, "state": PostImport.State.WAITING, "not_before": now, "attempts": 0}
        PostImport.objects.filter(pk=locked.pk).update(**asked, last_error="", last_error_detail="")
        events.record("posts.import_undone", locked, brand=locked.brand)
    imported.refresh_from_db()
    return True


def discard(imported: PostImport) -> None:
    """Forget a file that was never started."""
    path = imported.path
    imported.delete()
    if path:
        default_storage.delete(path)


@cache
def added_columns() -> frozenset[str]:
    """What the columns that we put before left-out rows are called, in every language, as heads.bare gives it."""
    names = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names |= {heads.bare(name) for name in heads_of_left_out()}
    return frozenset(names)


def heads_of_left_out() -> list[str]:
    """The columns that come before a left-out row's own."""
    return [_("Row"), _("What is wrong")]


def _look(imported: PostImport, book: Book, sheet: str) -> None:
    """Set what is known of one sheet, and the likeliest mapping. Raises Refused."""
    head, below = uploads.look(
        imported, book, sheet, head_of=columns.head_of, most_rows=MAX_ROWS, longest_cell=LONGEST_CELL
    )
    imported.head_key = heads.key_of(head, without=added_columns())
    imported.mapping = _remembered(imported.head_key, head.columns) or _guessed(head, below)


def _guessed(head: Head, below: Sequence[Row]) -> dict[str, Any]:
    found = columns.guess(head, below)
    order = columns.order_of(found, below, now=clock.now())
    named = {str(field): head.columns[place] for field, place in found.items()}
    return {"columns": named, "order": str(order), "accounts": [], "schedule": True, "time": "", "whole": False}


def _remembered(key: str, there: Collection[str]) -> dict[str, Any] | None:
    """The mapping that somebody last used for a file with these columns, in this brand."""
    used = PostImport.objects.filter(head_key=key, started_at__isnull=False)
    last: PostImport | None = used.order_by("-started_at").first()
    if last is None:
        return None
    named = {field: name for field, name in last.mapping["columns"].items() if name in there}
    return {**last.mapping, "columns": named}
