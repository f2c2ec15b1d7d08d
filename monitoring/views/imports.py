"""Importing a file: upload it, say which column is what, see the first rows as they will be read, let it be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands.places import language_name
from brands.roles import Need
from brands.views.base import BrandView
from core import clock, formats
from core.sheets import acts, cells, errors, moments, uploads, writing
from core.sheets.errors import Unreadable
from monitoring import retention
from monitoring.import_forms import MappingForm, UploadForm
from monitoring.importing import files, running
from monitoring.importing.columns import Field
from monitoring.importing.reading import WORDS, Faulty, Good, Reader, Reason
from monitoring.models import FaultyRow, Import
from monitoring.views.standing import standing
from networks.naming import network_name

SHOWN = 20
_UNDER_WAY = {Import.State.WAITING, Import.State.RUNNING}


class ImportView(BrandView):
    """What the pages of imports share."""

    need: Any = Need.MANAGE_SOURCES
    section, tab = "listening", "sources"
    addresses, files = "monitoring:import", files

    def imported(self, public_id: str) -> Import:
        row: Import = get_object_or_404(Import.objects.select_related("brand", "source", "by"), public_id=public_id)
        return row

    def upload(self) -> Import:
        return self.imported(self.kwargs["imported"])


class Imports(ImportView):
    """The files that were imported, and the field for another."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        try:
            imported = files.receive(self.brand, form.cleaned_data["file"], by=self.user)
        except (Unreadable, uploads.Refused) as error:
            form.add_error("file", error.message if isinstance(error, Unreadable) else str(error))
            return self._page(form)
        return redirect("monitoring:import", brand=brand, imported=imported.public_id)

    def _page(self, form: UploadForm) -> HttpResponse:
        listed = Import.objects.select_related("by", "source").order_by("-created_at", "-pk")[:50]
        context = {"form": form, "imports": [{"upload": one, **standing(one)} for one in listed]}
        return render(self.request, "monitoring/imports.html", context, status=422 if form.errors else 200)


class ImportPage(ImportView):
    """One file: its columns before it is started, then how far it is and what came of it. Parts of it for htmx."""

    def get(self, request: HttpRequest, brand: str, imported: str) -> HttpResponse:
        row, target = self.imported(imported), request.headers.get("HX-Target", "")
        if row.started_at:
            template = "monitoring/_import.html" if target == "import" else "monitoring/import.html"
            response = render(request, template, self._outcome(row))
        elif target == "preview":
            form = MappingForm(row, request.GET)
            form.is_valid()
            response = render(request, "monitoring/_import_preview.html", self._preview(row, form.mapping))
        else:
            response = self._draft(row, MappingForm(row))
        patch_vary_headers(response, ("HX-Target",))
        return response

    def post(self, request: HttpRequest, brand: str, imported: str) -> HttpResponse:
        row = self.imported(imported)
        if not row.started_at:
            form = MappingForm(row, request.POST)
            if not form.is_valid():
                return self._draft(row, form, form.mapping)
            files.start(row, form.mapping)
        return redirect("monitoring:import", brand=brand, imported=imported)

    def _draft(self, row: Import, form: MappingForm, mapping: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "imported": row,
            "form": form,
            "fields": [form[f"column_{field}"] for field in Field],
            "rows_words": formats.number(row.total),
            "sheets": [(name, hidden, name == row.sheet) for name, hidden in row.sheets] if len(row.sheets) > 1 else [],
            "remembered": Import.objects.filter(head_key=row.head_key, started_at__isnull=False).exists(),
            **self._preview(row, mapping or row.mapping),
        }
        return render(self.request, "monitoring/import_columns.html", context, status=422 if form.errors else 200)

    def _preview(self, row: Import, said: dict[str, Any]) -> dict[str, Any]:
        mapping, now = files.mapping_of(row, said), clock.now()
        reader = Reader(mapping, self.brand.zone, retention.kept_since(self.brand, now), now)
        sample = uploads.sample_of(row)
        read = list(reader.read(sample))
        place = mapping.columns.get(Field.DATE)
        dates = [r.cells[place] for r in sample if place is not None and place < len(r.cells) and r.cells[place]]
        return {
            "imported": row,
            "preview": [self._read(one) for one in read[:SHOWN]],
            "looked_at": len(read),
            "faulty": sum(isinstance(one, Faulty) for one in read),
            "date": self._date_example(dates, mapping.order),
            "zone": self.brand.time_zone,
        }

    def _date_example(self, dates: list[Any], order: moments.Order) -> dict[str, Any] | None:
        """How the first date that could be read in two ways is read, else the first of all."""
        told = next((d for d in dates if moments.is_ambiguous(d)), next(iter(dates), None))
        found = moments.moment(told, None, order=order, zone=self.brand.zone)
        if told is None or found is None:
            return None
        local = timezone.localtime(found, self.brand.zone)
        return {"written": cells.text(told), "read": formats.long_day(local, with_year=True)}

    @staticmethod
    def _read(one: Good | Faulty) -> dict[str, Any]:
        if isinstance(one, Faulty):
            return {"number": one.number, "why": WORDS[one.reason], "detail": one.detail}
        item = one.item
        return {
            "number": one.number,
            "item": item,
            "network_name": network_name(item.network),
            "language": language_name(item.language) if item.language else "",
            "tags": ", ".join(one.tags),
        }

    def _outcome(self, row: Import) -> dict[str, Any]:
        mentions = reverse("monitoring:mentions", args=[self.brand.public_id])
        heard = f"{mentions}?source={row.source.public_id}" if row.source else ""
        return {
            "imported": row,
            **standing(row),
            "tiles": [
                {"label": _("New"), "value": formats.number(row.new), "url": heard if row.new else ""},
                {"label": _("Already there"), "value": formats.number(row.known), "note": _("Nothing was doubled.")},
                {"label": _("Left out"), "value": formats.number(row.faulty)},
            ],
            "reasons": [(WORDS[Reason(name)], n) for name, n in sorted(row.reasons.items(), key=lambda one: -one[1])],
            "rows": [_shown(one) for one in FaultyRow.objects.filter(imported=row).order_by("row")[:SHOWN]],
            "why": _why(row),
            "kept": running.MAX_FAULTY,
            "mentions_url": heard,
        }


class ImportSheet(ImportView, acts.ChooseSheet):
    """Takes another sheet of the workbook."""


class ImportStop(ImportView, acts.Stop):
    """Reads no further."""

    stopped = gettext_lazy("Stopped. What was read stays.")


class ImportGoOn(ImportView, acts.GoOn):
    """Goes on where it was stopped."""


class ImportDiscard(ImportView, acts.Discard):
    """Takes a file away that was never started."""


class FaultyRows(ImportView):
    """The rows that were left out, as the file had them, with the reason before them."""

    def get(self, request: HttpRequest, brand: str, imported: str) -> HttpResponseBase:
        row = self.imported(imported)
        heads = [_("Row"), _("Why it was left out"), *row.columns]
        words = {reason: str(said) for reason, said in WORDS.items()}
        faulty = FaultyRow.objects.filter(imported=row).order_by("row").iterator(chunk_size=500)
        response = StreamingHttpResponse(
            writing.csv_lines(heads, _faulty(faulty, words)), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="left-out-{row.public_id}.csv"'
        return response


def _faulty(rows: Iterator[FaultyRow], words: dict[Reason, str]) -> Iterator[list[Any]]:
    for one in rows:
        yield [one.row, words[Reason(one.reason)], *(cells.text(cells.from_json(cell)) for cell in one.cells)]


def _shown(one: FaultyRow) -> dict[str, Any]:
    said = " · ".join(filter(None, (cells.text(cells.from_json(cell)) for cell in one.cells)))
    return {"row": one.row, "why": WORDS[Reason(one.reason)], "text": one.detail or said[:160]}


def _why(row: Import) -> str:
    """Why it failed, in words."""
    if row.state != Import.State.FAILED:
        return ""
    if row.last_error == Unreadable.__name__:
        return errors.words(row.last_error_detail)
    if row.last_error == FileNotFoundError.__name__:
        return _("The file is not there any more. Upload it again: what was read is not doubled.")
    return _(
        "We could not go on reading this file. What was read is kept; go on, or upload it again: nothing is doubled."
    )
