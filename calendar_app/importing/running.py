"""Imports of posts as jobs: read in pages, each page and how far it got in one transaction: who dies loses nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from accounts.models import User
from brands import notices
from brands.access import Denied, NotFound, brand_for
from brands.events import acting, person
from brands.roles import Need
from brands.scope import brand_scope
from calendar_app.drafting import UnknownAccount
from calendar_app.importing import files, making, undoing
from calendar_app.importing.columns import Field
from calendar_app.importing.directory import Accounts
from calendar_app.importing.outside import Outside
from calendar_app.importing.reading import Faulty, Good, Reader
from calendar_app.models import LeftOutRow, PostImport
from calendar_app.refusals import Refusal
from core import clock, jobs
from core.sheets import cells, uploads
from core.sheets.errors import Unreadable
from core.sheets.table import Row

logger = logging.getLogger(__name__)

PAGE, PAGE_OF_FILES = 200, 50
"""Rows; fewer where they may name what has to be fetched."""
AT_ONCE = 100
"""Rows of a file that is read while its page is waited for; of larger ones the progress is shown."""
TURN = timedelta(minutes=4)
"""After it others have theirs, and no time limit strikes in the middle."""
WORTH_TELLING = timedelta(seconds=20)
"""Who waited less is still there."""
LONGEST_CELL = 100_000
_TRIES = 3


class NotAllowed(Exception):
    """Whoever started the import may not write posts in the brand any more."""


def queue() -> QuerySet[PostImport]:
    """Every import of every brand that is there to be worked on."""
    imports: QuerySet[PostImport] = PostImport.all_brands.filter(brand__deleted_at=None)
    return imports.select_related("brand", "by")


def run_due() -> int:
    """Claim one due import and work on it, to its end or for a turn; returns how many."""
    return _run_claimed(queue())


def run_now(imported: PostImport) -> None:
    """Work on this one at once, unless a worker has it already."""
    _run_claimed(queue().filter(pk=imported.pk))
    imported.refresh_from_db()


def sweep() -> int:
    """Imports whose worker died in the middle go back to due; returns how many."""
    return jobs.sweep_reads(queue())


def forget_old_files() -> int:
    """Delete files that nobody has started or gone on with for days; returns how many. Posts stay."""
    old = queue().filter(created_at__lt=clock.now() - uploads.KEEP).exclude(path="")
    idle = list(old.exclude(state__in=[PostImport.State.WAITING, PostImport.State.RUNNING]))
    for imported in idle:
        with brand_scope(imported.brand_id):
            if imported.started_at:
                uploads.forget_file(imported)
            else:
                files.discard(imported)
    return len(idle)


def _run_claimed(due: QuerySet[PostImport]) -> int:
    claimed = jobs.claim_due(due, limit=1, fair_by="brand_id")
    for imported in claimed:
        with jobs.beating([imported]), brand_scope(imported.brand_id):
            _run(imported)
    return len(claimed)


def _run(imported: PostImport) -> None:
    try:
        done = _work(imported)
    except (Unreadable, FileNotFoundError, NotAllowed) as error:
        jobs.fail(imported, error)
        _tell(imported, "posts_import.failed")
    except Exception as error:
        logger.exception("an import of posts failed", extra={"import": imported.public_id})
        if jobs.retry_or_fail(imported, error):
            _tell(imported, "posts_import.failed")
    else:
        if done:
            uploads.forget_file(imported)
            _tell(imported, "posts_import.done")


def _work(imported: PostImport) -> bool:
    """Read or take back, in the words and by the right of who asked. Whether the end was reached."""
    by = imported.by
    if by is None:
        raise NotAllowed
    try:
        access = brand_for(by, imported.brand.public_id, Need.WRITE_POSTS)
    except (NotFound, Denied) as error:
        raise NotAllowed from error
    with translation.override(by.language), acting(person(by, by_grant=access.by_grant)):
        if imported.undo_asked_at:
            return undoing.go_on(imported, by, until=clock.now() + TURN)
        return _read_on(imported, by, may_schedule=access.allows(Need.SCHEDULE_POSTS))


def _read_on(imported: PostImport, by: User, *, may_schedule: bool) -> bool:
    """Read from behind `position` on; whether the end was reached. False: stopped, swept, or the turn is over."""
    begun, mapping = clock.now(), files.mapping_of(imported)
    fetched = Outside(imported.brand, by)
    reader = Reader(imported.brand, mapping, Accounts.of_brand(), may_schedule, fetched)
    if mapping.whole and not imported.position and _has_faults(imported, reader):
        return _finished(imported)
    with uploads.opened(imported) as book:
        for page in uploads.pages(imported, book, PAGE_OF_FILES if Field.MEDIA in mapping.columns else PAGE):
            if not _taken(imported, reader, page):
                return False
            if clock.now() - begun > TURN:
                jobs.finish(imported, state=PostImport.State.WAITING, not_before=clock.now())
                return False
    return _finished(imported)


def _finished(imported: PostImport) -> bool:
    over = {"finished_at": clock.now(), "attempts": 0, "last_error": "", "last_error_detail": ""}
    return jobs.finish(imported, state=PostImport.State.DONE, **over)


def _taken(imported: PostImport, reader: Reader, page: Sequence[Row]) -> bool:
    """Make the posts of one page; False if the claim was lost. What changes under our hands is read again: a minute
    that passes, an account that is removed."""
    for attempt in range(_TRIES):
        try:
            return _take(imported, list(reader.read(page)))
        except (Refusal, UnknownAccount):
            if attempt == _TRIES - 1:
                raise
            reader = replace(reader, accounts=Accounts.of_brand())
    return False


def _take(imported: PostImport, read: Sequence[Good | Faulty]) -> bool:
    """Make posts of one page and write down how far the import got, together; False if the claim was lost."""
    good, faulty = [r for r in read if isinstance(r, Good)], [r for r in read if isinstance(r, Faulty)]
    with transaction.atomic():
        if not jobs.beat(imported):
            return False
        made = making.make(imported, good)
        imported.position = read[-1].number
        imported.new += made
        imported.known += len(good) - made
        _leave_out(imported, faulty)
        _keep_count(imported)
    return True


def _has_faults(imported: PostImport, reader: Reader) -> bool:
    """Look through the whole file before anything is made; if rows are faulty, only those are told."""
    with uploads.opened(imported) as book:
        faulty = [
            row for page in uploads.pages(imported, book, PAGE) for row in reader.read(page) if isinstance(row, Faulty)
        ]
    if not faulty:
        return False
    with transaction.atomic():
        if jobs.beat(imported):
            _leave_out(imported, faulty)
            _keep_count(imported)
    return True


def _leave_out(imported: PostImport, faulty: Sequence[Faulty]) -> None:
    """Keep faulty rows, as they are, to be handed back."""
    LeftOutRow.objects.bulk_create(
        [
            LeftOutRow(
                brand=imported.brand,
                imported=imported,
                row=one.number,
                faults=[[fault.field, fault.text] for fault in one.faults],
                cells=[cells.to_json(cell, LONGEST_CELL) for cell in one.cells],
            )
            for one in faulty
        ],
        ignore_conflicts=True,
    )
    imported.faulty += len(faulty)
    columns = Counter(column for one in faulty for column in {fault.field for fault in one.faults})
    imported.reasons = dict(Counter(imported.reasons) + columns)


def _keep_count(imported: PostImport) -> None:
    counted = ("position", "new", "known", "faulty", "reasons")
    PostImport.objects.filter(pk=imported.pk).update(**{name: getattr(imported, name) for name in counted})


def _tell(imported: PostImport, kind: str) -> None:
    """At the bell of who uploaded the file, unless it went so fast that they are still looking at it."""
    if imported.by and imported.started_at and clock.now() - imported.started_at > WORTH_TELLING:
        words = {"file": imported.name, "new": imported.new, "faulty": imported.faulty}
        notices.tell(imported.brand, kind, imported.public_id, to=imported.by, **words)
