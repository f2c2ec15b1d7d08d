"""Sources and imports that only a person can put right (brands.attention)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brands.access import BrandAccess
from brands.attention import Kind, Matter
from brands.models import Notice
from brands.roles import Need
from core import clock, formats
from monitoring import health
from monitoring.models import KEEP_FILES, Import, Source
from monitoring.silence import SILENT


def _stopped(brands: Collection[int]) -> QuerySet[Any]:
    return Source.all_brands.filter(brand__in=brands, deleted_at=None, state=Source.State.FAILED).order_by("pk")


def _silent(brands: Collection[int]) -> QuerySet[Any]:
    """As monitoring.silence last found them: who is told of it says that it is so."""
    told = Notice.all_brands.filter(brand=OuterRef("brand"), kind=SILENT, key=OuterRef("public_id"), settled_at=None)
    listening = Source.all_brands.filter(brand__in=brands, deleted_at=None).exclude(state=Source.State.FAILED)
    return listening.filter(Exists(told)).order_by("last_new_at", "pk")


def _tell_stopped(row: Source, access: BrandAccess) -> Matter:
    title = _("%(source)s is not listened to any more") % {"source": row}
    return _of_source(row, access, title, health.explain(row) or _("It stopped. Look at it and start it again."))


def _tell_silent(row: Source, access: BrandAccess) -> Matter:
    title = _("%(source)s has said nothing for longer than ever") % {"source": row}
    text = _("It answers, with nothing new. Perhaps it has moved to another address.")
    return _of_source(row, access, title, text)


def _of_source(row: Source, access: BrandAccess, title: str, text: str) -> Matter:
    url = f"{reverse('monitoring:sources', args=[access.brand.public_id])}#source-{row.public_id}"
    return Matter(title, text, _("Look at it"), url, at=row.last_new_at)


def _tell_sources(title: Callable[[int], str], text: Any, n: int, access: BrandAccess) -> Matter:
    url = reverse("monitoring:sources", args=[access.brand.public_id])
    return Matter(title(n) % {"n": formats.number(n)}, str(text), _("Look at them"), url)


def _imports(brands: Collection[int]) -> QuerySet[Any]:
    since = clock.now() - KEEP_FILES
    failed = Import.all_brands.filter(brand__in=brands, state=Import.State.FAILED, created_at__gte=since)
    return failed.order_by("created_at", "pk")


def _tell_import(row: Import, access: BrandAccess) -> Matter:
    return Matter(
        title=_("%(file)s was not read to its end") % {"file": row.name},
        text=_("What was read is kept. Go on where it stopped, or upload the file again."),
        act=_("See why"),
        url=reverse("monitoring:import", args=[access.brand.public_id, row.public_id]),
        at=row.created_at,
    )


def _tell_imports(n: int, access: BrandAccess) -> Matter:
    title = ngettext("%(n)s file was not read to its end", "%(n)s files were not read to their end", n)
    url = reverse("monitoring:imports", args=[access.brand.public_id])
    return Matter(title % {"n": formats.number(n)}, _("What was read is kept."), _("See why"), url)


KINDS = (
    Kind(
        "source.stopped",
        Need.MANAGE_SOURCES,
        50,
        "plug-connected-x",
        "warn",
        _stopped,
        _tell_stopped,
        partial(
            _tell_sources,
            lambda n: ngettext("%(n)s source has stopped", "%(n)s sources have stopped", n),
            gettext_lazy("Nothing new comes from them until somebody acts."),
        ),
    ),
    Kind(
        "source.silent",
        Need.MANAGE_SOURCES,
        60,
        "ear",
        "",
        _silent,
        _tell_silent,
        partial(
            _tell_sources,
            lambda n: ngettext("%(n)s source has fallen silent", "%(n)s sources have fallen silent", n),
            gettext_lazy("They answer, with nothing new. Perhaps they have moved to other addresses."),
        ),
    ),
    Kind("import.failed", Need.MANAGE_SOURCES, 70, "file-import", "warn", _imports, _tell_import, _tell_imports),
)
