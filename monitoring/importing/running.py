"""Imports as jobs: read in pages, each page and how far it got in one transaction, so that who dies loses nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from brands import notices
from brands.scope import brand_scope
from core import clock, jobs
from core.sheets import cells, uploads
from core.sheets.errors import Unreadable
from core.text import fold
from monitoring import cleaning, identities, ingest, retention
from monitoring.identities import Identity
from monitoring.importing import files
from monitoring.importing.reading import Faulty, Good, Reader
from monitoring.models import KEEP_FILES, FaultyRow, Import, Mention, MentionTag, Source, Tag
from networks.types import Page

logger = logging.getLogger(__name__)

PAGE = 200
TURN = timedelta(minutes=4)
"""After it others have theirs, and no time limit strikes in the middle."""
WORTH_TELLING = timedelta(seconds=20)
"""Who waited less is still there."""
MAX_FAULTY = 5_000
"""Faulty rows that are kept to be downloaded; all are counted."""


def queue() -> QuerySet[Import]:
    """Every import of every brand that is there to be read."""
    imports: QuerySet[Import] = Import.all_brands.filter(brand__deleted_at=None)
    return imports.select_related("brand", "source")


def run_due() -> int:
    """Claim one due import and read it, to its end or for a turn; returns how many."""
    claimed = jobs.claim_due(queue(), limit=1, fair_by="brand_id")
    for imported in claimed:
        with jobs.beating([imported]), brand_scope(imported.brand_id):
            _run(imported)
    return len(claimed)


def sweep() -> int:
    """Imports whose worker died in the middle go back to due; returns how many."""
    return jobs.sweep_reads(queue())


def forget_old_files() -> int:
    """Delete files that nobody has started or gone on with for days; returns how many. What was read stays."""
    old = queue().filter(created_at__lt=clock.now() - KEEP_FILES).exclude(path="")
    idle = list(old.exclude(state__in=[Import.State.WAITING, Import.State.RUNNING]))
    for imported in idle:
        with brand_scope(imported.brand_id):
            if imported.started_at:
                uploads.forget_file(imported)
            else:
                files.discard(imported)
    return len(idle)


def _run(imported: Import) -> None:
    try:
        done = _read_on(imported)
    except (Unreadable, FileNotFoundError) as error:
        jobs.fail(imported, error)
        _tell(imported, "import.failed")
    except Exception as error:
        logger.exception("an import failed", extra={"import": imported.public_id})
        if jobs.retry_or_fail(imported, error):
            _tell(imported, "import.failed")
    else:
        if done:
            imported.refresh_from_db()
            uploads.forget_file(imported)
            _drop_empty(imported.source)
            _tell(imported, "import.done")


def _drop_empty(source: Source | None) -> None:
    """A file that brought nothing new, read a second time for example, leaves no source behind."""
    if source and not Mention.objects.filter(source=source).exists():
        source.delete()


def _read_on(imported: Import) -> bool:
    """Read from behind `position` on; whether the end was reached. False: stopped, swept, or the turn is over."""
    begun, brand = clock.now(), imported.brand
    mapping = files.mapping_of(imported)
    reader = Reader(mapping, brand.zone, retention.kept_since(brand, begun), begun)
    with uploads.opened(imported) as book:
        for page in uploads.pages(imported, book, PAGE):
            if not _take(imported, list(reader.read(page))):
                return False
            if clock.now() - begun > TURN:
                jobs.finish(imported, state=Import.State.WAITING, not_before=clock.now())
                return False
    over = {"finished_at": clock.now(), "attempts": 0, "last_error": "", "last_error_detail": ""}
    return jobs.finish(imported, state=Import.State.DONE, **over)


def _take(imported: Import, read: Sequence[Good | Faulty]) -> bool:
    """Store one page and how far the import got, together; False if the claim was lost meanwhile."""
    source, seen_at = imported.source, clock.now()
    assert source is not None
    good, faulty = [r for r in read if isinstance(r, Good)], [r for r in read if isinstance(r, Faulty)]
    batch = ingest.prepare(source, Page(items=tuple(one.item for one in good)), seen_at=seen_at)
    with transaction.atomic():
        if not jobs.beat(imported):
            return False
        stored = ingest.write(batch)
        _tag(source, good)
        _keep_faulty(imported, faulty)
        imported.position = read[-1].number
        imported.new += stored.new
        imported.known += len(good) - stored.new
        imported.faulty += len(faulty)
        imported.reasons = dict(Counter(imported.reasons) + Counter(str(one.reason) for one in faulty))
        counted = ("position", "new", "known", "faulty", "reasons")
        Import.objects.filter(pk=imported.pk).update(**{name: getattr(imported, name) for name in counted})
    return True


def _keep_faulty(imported: Import, faulty: Sequence[Faulty]) -> None:
    room = max(MAX_FAULTY - imported.faulty, 0)
    rows = [
        FaultyRow(
            brand=imported.brand,
            imported=imported,
            row=one.number,
            reason=one.reason,
            detail=one.detail.replace("\x00", ""),
            cells=[cells.to_json(cell, files.LONGEST_CELL) for cell in one.cells],
        )
        for one in faulty[:room]
    ]
    FaultyRow.objects.bulk_create(rows, ignore_conflicts=True)


def _tag(source: Source, good: Iterable[Good]) -> None:
    """Put the file's tags on the mentions that it brought; what others brought before keeps its own."""
    wanted: dict[Identity, tuple[str, ...]] = {
        cleaning.row(source, one.item, seen_at=clock.now()).identity: one.tags for one in good if one.tags
    }
    if not wanted:
        return
    tags = {name: _tag_called(name) for name in {name for names in wanted.values() for name in names}}
    mentions = Mention.objects.filter(identities.among(wanted), source=source)
    rows = [
        MentionTag(brand_id=source.brand_id, mention_id=pk, tag=tags[name])
        for pk, *identity in mentions.values_list("pk", "network", "external_id")
        for name in wanted[identity[0], identity[1]]
    ]
    MentionTag.objects.bulk_create(rows, ignore_conflicts=True)


def _tag_called(name: str) -> Tag:
    found: Tag = Tag.objects.get_or_create(sort_key=fold(name)[:60], defaults={"name": name})[0]
    return found


def _tell(imported: Import, kind: str) -> None:
    """At the bell of who uploaded the file, unless it went so fast that they are still looking at it."""
    if imported.by and imported.started_at and clock.now() - imported.started_at > WORTH_TELLING:
        words = {"file": imported.name, "new": imported.new}
        notices.tell(imported.brand, kind, imported.public_id, to=imported.by, **words)
