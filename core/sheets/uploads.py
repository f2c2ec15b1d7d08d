"""Uploaded tables as rows: taken in, looked at, mapped, read as a job in pages, stopped, gone on with, thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _

from core import clock, formats, ids
from core.ids import PublicIdField
from core.jobs import Job
from core.sheets import cells, heads, opening
from core.sheets.heads import Head
from core.sheets.table import Book, Row

KEEP = timedelta(days=7)
"""How long a file waits for somebody to start it, or to go on with it."""
SAMPLE = 100
AFRESH: dict[str, Any] = dict.fromkeys(("claim", "claimed_at", "heartbeat_at"))


class Refused(Exception):
    """The file can be read, and is not taken; the message is for the person who uploaded it."""


class SheetUpload(Job):
    """A table that somebody uploaded, and the job that reads it.

    Job's columns say where it stands: paused before somebody has started it, and after somebody stopped it.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=200)
    """The file's own, as it was uploaded."""
    path = models.CharField(max_length=300, blank=True, editable=False)
    """In storage; empty once the file is deleted."""
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    sheets = models.JSONField(default=list)
    """[[name, hidden], …]; a CSV has one, without a name."""
    sheet = models.CharField(max_length=100, blank=True)
    """The chosen one."""
    head_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    """Names of the columns in order, each once."""
    sample = models.JSONField(default=list)
    """The first rows below the head, as core.sheets.cells keeps them."""
    total = models.PositiveIntegerField(default=0)
    """Rows below the head, blank ones included."""
    mapping = models.JSONField(default=dict)
    """{"columns": {field: name of a column}, …}: by names, so that another file can take it."""
    head_key = models.CharField(max_length=64, blank=True)
    """The set of the columns' names, hashed."""

    position = models.PositiveIntegerField(default=0)
    """Number of the last row that was dealt with: who goes on, goes on behind it."""
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    """{reason: how many rows were left out for it}."""
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def take_in(upload: SheetUpload, file: UploadedFile[bytes], *, most_bytes: int) -> Book:
    """Set what `file` is called and holds, and open it. Raises core.sheets.errors.Unreadable or Refused."""
    assert file.file is not None
    if not file.size:
        opening.open_book(file.file)  # says that it is empty
    if (file.size or 0) > most_bytes:
        most = formats.number(most_bytes // 1_000_000)
        raise Refused(
            _("The file is larger than %(most)s MB. Split it by dates and upload the parts.") % {"most": most}
        )
    upload.state, upload.size = Job.State.PAUSED, file.size or 0
    upload.public_id = ids.new_public_id()
    upload.name = " ".join((file.name or "").replace("\x00", "").split())[-200:]
    book = opening.open_book(file.file)
    upload.sheets = [[sheet.name, sheet.hidden] for sheet in book.sheets]
    return book


def look(
    upload: SheetUpload,
    book: Book,
    sheet: str,
    *,
    head_of: Callable[[Sequence[Row]], Head],
    most_rows: int,
    longest_cell: int,
) -> tuple[Head, list[Row]]:
    """Set what is known of one sheet: its head, first rows and size; returns head and rows. Raises Refused.

    Cells of the sample are cut to `longest_cell` characters.
    """
    rows = list(islice(book.rows(sheet), heads.HEAD_WITHIN + SAMPLE))
    head = head_of(rows)
    below = [row for row in rows if row.number > head.number][:SAMPLE]
    if not below:
        raise Refused(_("The file has no rows below the names of its columns. Check that the export is complete."))
    total = max(book.count(sheet) - head.number, len(below))
    if total > most_rows:
        raise Refused(
            _("The file has %(rows)s rows; %(most)s can be imported at a time. Split it by dates and upload the parts.")
            % {"rows": formats.number(total), "most": formats.number(most_rows)}
        )
    upload.sheet, upload.head_row, upload.total = sheet[:100], head.number, total
    upload.columns = list(head.columns)
    upload.sample = [[row.number, [cells.to_json(c, longest_cell) for c in row.cells]] for row in below]
    return head, below


def keep(upload: SheetUpload, file: UploadedFile[bytes], folder: str) -> None:
    """Put the file into storage, below `folder`, and write the row."""
    assert file.file is not None
    file.file.seek(0)
    upload.path = default_storage.save(f"{folder}/imports/{upload.public_id}", File(file.file))
    upload.save()


def first_filled(book: Book) -> str:
    """The first sheet that has rows."""
    return next((sheet.name for sheet in book.sheets if next(book.rows(sheet.name), None)), book.sheets[0].name)


def check_sheet(upload: SheetUpload, sheet: str) -> None:
    """Raises Refused unless the file has a sheet of that name."""
    if sheet not in {name for name, _hidden in upload.sheets}:
        raise Refused(_("There is no such sheet in the file."))


@contextmanager
def opened(upload: SheetUpload) -> Iterator[Book]:
    """The file, open. Raises Unreadable, or FileNotFoundError if it is gone from storage."""
    with default_storage.open(upload.path) as file:
        yield opening.open_book(_raw(file))


def sample_of(upload: SheetUpload) -> list[Row]:
    """The first rows below the head, as they were when the file came."""
    return [Row(number, tuple(map(cells.from_json, values))) for number, values in upload.sample]


def pages(upload: SheetUpload, book: Book, size: int) -> Iterator[list[Row]]:
    """The rows behind the last one that was dealt with, `size` at a time."""
    behind = max(upload.position, upload.head_row)
    rows = (row for row in book.rows(upload.sheet) if row.number > behind)
    while page := list(islice(rows, size)):
        yield page


def stop(upload: SheetUpload) -> None:
    """Read no further; what was read stays. The page that is being written is written or not, as a whole."""
    under_way = _one(upload).filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    under_way.update(state=Job.State.PAUSED, **AFRESH)
    upload.refresh_from_db()


def go_on(upload: SheetUpload) -> None:
    """Read on behind the last row that was dealt with: after a stop, or after it had failed."""
    halted = _one(upload).filter(started_at__isnull=False, state__in=[Job.State.PAUSED, Job.State.FAILED])
    halted.exclude(path="").update(
        state=Job.State.WAITING, not_before=clock.now(), attempts=0, last_error="", last_error_detail="", **AFRESH
    )
    upload.refresh_from_db()


def forget_file(upload: SheetUpload) -> None:
    """Delete the file: it has been read, or nobody came back to it."""
    if upload.path:
        default_storage.delete(upload.path)
        _one(upload).update(path="")
        upload.path = ""


def _one(upload: SheetUpload) -> models.QuerySet[Any]:
    return type(upload)._default_manager.filter(pk=upload.pk)


def _raw(file: File[bytes]) -> IO[bytes]:
    """The file itself: Django's wrapper lacks what io asks of one."""
    assert file.file is not None
    return file.file
