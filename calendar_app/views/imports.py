"""Importing posts: upload a file, say which column is what, see the rows as they will stand, let them be made, undo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app.import_forms import MappingForm, UploadForm
from calendar_app.importing import columns, files, running, template
from calendar_app.importing.columns import Field
from calendar_app.importing.directory import Accounts
from calendar_app.importing.reading import Reader
from calendar_app.models import LeftOutRow, PostImport
from calendar_app.views import imported
from core import formats
from core.sheets import acts, cells, uploads, writing
from core.sheets.errors import Unreadable
from core.sheets.table import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportView(BrandView):
    """What the pages of imports share."""

    need: Any = Need.WRITE_POSTS
    section, tab = "calendar", "imports"
    addresses, files = "calendar:import", files

    def batch(self, public_id: str) -> PostImport:
        row: PostImport = get_object_or_404(PostImport.objects.select_related("brand", "by"), public_id=public_id)
        return row

    def upload(self) -> PostImport:
        return self.batch(self.kwargs["batch"])

    @property
    def may_schedule(self) -> bool:
        return self.access.allows(Need.SCHEDULE_POSTS)


class Imports(ImportView):
    """The files that were imported, the field for another, and the file to fill in."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        try:
            row = files.receive(self.brand, form.cleaned_data["file"], by=self.user, may_schedule=self.may_schedule)
        except (Unreadable, uploads.Refused) as error:
            form.add_error("file", error.message if isinstance(error, Unreadable) else str(error))
            return self._page(form)
        return redirect("calendar:import", brand=brand, batch=row.public_id)

    def _page(self, form: UploadForm) -> HttpResponse:
        listed = PostImport.objects.select_related("by", "brand").order_by("-created_at", "-pk")[:50]
        context = {
            "form": form,
            "imports": [{"upload": one, **imported.standing(one)} for one in listed],
            "accounts": Accounts.of_brand().rows,
            "fields": [(words, columns.HELP.get(field, "")) for field, words in columns.LABELS.items()],
        }
        return render(self.request, "calendar_app/imports.html", context, status=422 if form.errors else 200)


class Template(ImportView):
    """The file to fill in, in the reader's language."""

    def get(self, request: HttpRequest, brand: str, kind: str) -> HttpResponseBase:
        accounts = Accounts.of_brand().rows
        rows = template.rows(self.brand, accounts)
        return _file(_("posts"), kind, template.heads(), rows, more=[template.accounts_sheet(accounts)])


class ImportPage(ImportView):
    """One file: its columns before it is started, then how far it is and what came of it. Parts of it for htmx."""

    def get(self, request: HttpRequest, brand: str, batch: str) -> HttpResponse:
        row, target = self.batch(batch), request.headers.get("HX-Target", "")
        if row.started_at:
            name = "calendar_app/_import.html" if target == "import" else "calendar_app/import.html"
            response = render(request, name, imported.outcome(row))
        elif target == "preview":
            accounts = Accounts.of_brand()
            form = MappingForm(row, accounts, request.GET, may_schedule=self.may_schedule)
            form.is_valid()
            context = self._preview(row, accounts, form.mapping)
            response = render(request, "calendar_app/_import_preview.html", context)
        else:
            accounts = Accounts.of_brand()
            form = MappingForm(row, accounts, may_schedule=self.may_schedule)
            response = self._draft(row, accounts, form)
        patch_vary_headers(response, ("HX-Target",))
        return response

    def post(self, request: HttpRequest, brand: str, batch: str) -> HttpResponse:
        row = self.batch(batch)
        if not row.started_at:
            accounts = Accounts.of_brand()
            form = MappingForm(row, accounts, request.POST, may_schedule=self.may_schedule)
            if not form.is_valid():
                return self._draft(row, accounts, form, form.mapping)
            if files.start(row, form.mapping) and row.total <= running.AT_ONCE and not files.fetches(row):
                running.run_now(row)
        return redirect("calendar:import", brand=brand, batch=batch)

    def _draft(
        self, row: PostImport, accounts: Accounts, form: MappingForm, mapping: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "form": form,
            "fields": [form[f"column_{field}"] for field in Field],
            "rows_words": formats.number(row.total),
            "sheets": [(name, hidden, name == row.sheet) for name, hidden in row.sheets] if len(row.sheets) > 1 else [],
            "sheet_url": reverse("calendar:import_sheet", args=[self.brand.public_id, row.public_id]),
            "remembered": PostImport.objects.filter(head_key=row.head_key, started_at__isnull=False).exists(),
            "may_schedule": self.may_schedule,
            **self._preview(row, accounts, mapping or row.mapping),
        }
        return render(self.request, "calendar_app/import_columns.html", context, status=422 if form.errors else 200)

    def _preview(self, row: PostImport, accounts: Accounts, said: dict[str, Any]) -> dict[str, Any]:
        reader = Reader(self.brand, files.mapping_of(row, said), accounts, self.may_schedule)
        return {"batch": row, **imported.preview(list(reader.read(uploads.sample_of(row))), self.brand)}


class ImportSheet(ImportView, acts.ChooseSheet):
    """Takes another sheet of the workbook."""


class ImportStop(ImportView, acts.Stop):
    """Reads no further."""

    stopped = gettext_lazy("Stopped. What was made stays.")


class ImportGoOn(ImportView, acts.GoOn):
    """Goes on where it was stopped."""


class ImportUndo(ImportView):
    """Takes the posts away again that nobody has touched since."""

    def post(self, request: HttpRequest, brand: str, batch: str) -> HttpResponse:
        row = self.batch(batch)
        if files.undo(row) and row.new <= running.AT_ONCE:
            running.run_now(row)
        return redirect("calendar:import", brand=brand, batch=batch)


class ImportDiscard(ImportView, acts.Discard):
    """Takes a file away that was never started."""


class LeftOut(ImportView):
    """The rows that were left out, as the file had them, with what is wrong before them: to be mended and imported."""

    def get(self, request: HttpRequest, brand: str, batch: str, kind: str) -> HttpResponseBase:
        row = self.batch(batch)
        rows = _left_out(LeftOutRow.objects.filter(imported=row).order_by("row").iterator(chunk_size=500))
        name = "-".join((_("to-correct"), row.public_id))
        return _file(name, kind, [*files.heads_of_left_out(), *row.columns], rows)


def _left_out(rows: Iterator[LeftOutRow]) -> Iterator[list[Cell]]:
    for one in rows:
        why = "\n".join(imported.told(field, text) for field, text in one.faults)
        yield [one.row, why, *(cells.from_json(cell) for cell in one.cells)]


def _file(name: str, kind: str, heads: list[str], rows: Any, more: Any = ()) -> HttpResponseBase:
    """The rows as a download, CSV or XLSX."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(writing.csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    else:
        out = io.BytesIO()
        writing.write_xlsx(out, heads, rows, name=_("Posts"), more=more)
        response = HttpResponse(out.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
