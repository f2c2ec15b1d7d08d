"""Mentions as files: what one list shows, at once while it is short, else as a job whose file is kept a week."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from brands import events, notices
from brands.models import Brand
from brands.places import language_name
from brands.scope import brand_scope
from core import clock, jobs
from core.sheets import writing
from core.sheets.table import Cell
from core.templatetags.ui import sentiment_word
from monitoring import filters, queries
from monitoring.filters import Filters
from monitoring.models import KEEP_FILES, Export, Mention, MentionTopic
from networks.naming import network_name

logger = logging.getLogger(__name__)

AT_ONCE = 10_000
"""More are written in the background."""
CHUNK = 500


class Stopped(Exception):
    """Somebody stopped the export, or another worker has it."""


def matching(asked: Filters, *, brand: Brand, user: User) -> QuerySet[Mention]:
    """The mentions of the list with those filters, newest first, with all that a row says. Raises BadFilter."""
    topics = MentionTopic.objects.filter(topic__deleted_at=None).select_related("topic").order_by("topic__sort_key")
    found = queries.with_all(queries.matching(asked, brand=brand, user=user), user)
    return found.prefetch_related(Prefetch("matches", queryset=topics, to_attr="in_topics")).order_by(
        "-posted_at", "-id"
    )


def heads(brand: Brand) -> list[str]:
    """The names of the columns, in the language in force."""
    when = _("Date (%(zone)s)") % {"zone": brand.time_zone}
    said = [_("Network"), _("Source"), _("Author"), _("Handle"), _("Followers"), _("Title"), _("Text"), _("Address")]
    machine = [_("Language"), _("Sentiment"), _("Score"), _("Reach"), _("Topics")]
    return [when, *said, *machine, _("Tags"), _("Assigned to"), _("Department"), _("Note")]


def rows(brand: Brand, mentions: Iterable[Mention]) -> Iterator[list[Cell]]:
    """A row for each of `mentions` (from `matching`), under `heads`. Moments are the brand's, without a zone."""
    return (_row(brand, mention) for mention in mentions)


def write(out: IO[bytes], kind: str, brand: Brand, mentions: Iterable[Mention]) -> None:
    """Write `mentions` (from `matching`) as a file of the kind CSV or XLSX."""
    if kind == Export.Format.XLSX:
        writing.write_xlsx(out, heads(brand), rows(brand, mentions), name=_("Mentions"))
        return
    for line in writing.csv_lines(heads(brand), rows(brand, mentions)):
        out.write(line.encode())


def record(brand: Brand, kind: str, asked: Filters) -> None:
    """Note in the brand's history that somebody takes mentions along."""
    events.record("mentions.exported", brand, brand=brand, after={"format": kind, "filters": list(asked.active)})


def ask(brand: Brand, kind: str, asked: Filters, *, by: User) -> Export:
    """Have the mentions of a list written in the background."""
    record(brand, kind, asked)
    made: Export = Export.objects.create(
        brand=brand, format=kind, filters=asked.query_string(), language=translation.get_language() or "en", by=by
    )
    return made


def remove(export: Export) -> None:
    """Stop writing, if it is being written, and delete the file."""
    path = export.path
    export.delete()
    if path:
        default_storage.delete(path)


def queue() -> QuerySet[Export]:
    """Every export of every brand that is there to be written."""
    exports: QuerySet[Export] = Export.all_brands.filter(brand__deleted_at=None)
    return exports.select_related("brand", "by")


def run_due() -> int:
    """Claim one due export and write it; returns how many."""
    claimed = jobs.claim_due(queue(), limit=1, fair_by="brand_id")
    for export in claimed:
        with jobs.beating([export]), brand_scope(export.brand_id), translation.override(export.language):
            _run(export)
    return len(claimed)


def sweep() -> int:
    """Exports whose worker died begin anew; returns how many."""
    return jobs.sweep_reads(queue())


def delete_old() -> int:
    """Delete files past their week, and what never became one; returns how many."""
    now = clock.now()
    old = [*queue().filter(until__lt=now), *queue().filter(until=None, created_at__lt=now - KEEP_FILES)]
    for export in old:
        with brand_scope(export.brand_id):
            remove(export)
    return len(old)


def asked_for(export: Export) -> Filters:
    """The filters that it was asked for with."""
    return filters.parse(QueryDict(export.filters))


def _run(export: Export) -> None:
    try:
        _write_file(export)
    except Stopped:
        logger.info("an export was stopped", extra={"export": export.public_id})
    except filters.BadFilter as error:  # a tag or a source that was deleted since
        if jobs.fail(export, error):
            _tell(export, "export.failed")
    except Exception as error:
        logger.exception("an export failed", extra={"export": export.public_id})
        if jobs.retry_or_fail(export, error):
            _tell(export, "export.failed")
    else:
        _tell(export, "export.done")


def _write_file(export: Export) -> None:
    """Raises Stopped, or BadFilter."""
    brand = export.brand
    mentions = matching(asked_for(export), brand=brand, user=export.by)
    Export.objects.filter(pk=export.pk).update(total=mentions.order_by().count(), written=0)
    with TemporaryFile() as out:
        write(out, export.format, brand, _counted(export, mentions.iterator(chunk_size=CHUNK)))
        size = out.tell()
        out.seek(0)
        path = default_storage.save(f"{brand.folder}/exports/{export.public_id}.{export.format}", File(out))
    now = clock.now()
    done = {"path": path, "size": size, "written": export.written, "total": export.written}
    if not jobs.finish(export, state=Export.State.DONE, finished_at=now, until=now + KEEP_FILES, **done):
        default_storage.delete(path)
        raise Stopped


def _counted(export: Export, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """`mentions`, noting every CHUNK how many there were. Raises Stopped once the claim is lost."""
    export.written = 0
    for mention in mentions:
        yield mention
        export.written += 1
        if not export.written % CHUNK:
            if not jobs.beat(export):
                raise Stopped
            Export.objects.filter(pk=export.pk).update(written=export.written)


def _tell(export: Export, kind: str) -> None:
    """At the bell of who asked: an export is a job because it takes long."""
    notices.tell(export.brand, kind, export.public_id, to=export.by, rows=export.written)


def _row(brand: Brand, mention: Mention) -> list[Cell]:
    author, member = mention.author, mention.assigned_to
    return [
        timezone.localtime(mention.posted_at, brand.zone).replace(tzinfo=None, microsecond=0),
        network_name(mention.network),
        *(str(mention.source or ""), str(author or "")),
        *((author.handle, author.followers) if author else ("", None)),
        *(mention.title, mention.text, mention.url),
        language_name(mention.language),
        str(sentiment_word(mention.sentiment)),
        None if mention.score is None else round(mention.score, 4),
        mention.reach,
        ", ".join(matched.topic.name for matched in mention.in_topics),  # type: ignore[attr-defined]
        ", ".join(tagged.tag.name for tagged in mention.tags),  # type: ignore[attr-defined]
        member.user.display_name if member else "",
        mention.department.name if mention.department else "",
        mention.note,
    ]
