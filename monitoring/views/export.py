"""Mentions taken along: files of the list, at once or prepared in the background, and the page where those wait."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView
from core import clock
from core.sheets import writing
from core.ui import toast, with_toast
from monitoring import exports, filters
from monitoring.filters import BadFilter, Filters
from monitoring.models import Export
from monitoring.views import chips
from monitoring.views.mentions import ListView

_TYPES = {
    Export.Format.CSV: "text/csv; charset=utf-8",
    Export.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNDER_WAY = {Export.State.WAITING, Export.State.RUNNING}


class ExportMentions(ListView):
    """The mentions of the list with the filters of the address, as a file; a long one is prepared."""

    need = Need.EXPORT

    def get(self, request: HttpRequest, brand: str) -> HttpResponseBase:
        """Nothing is written by a link: where there are too many the page of exports asks first."""
        asked, kind = self.filters(), _kind(request.GET.get("format", ""))
        self.matching(asked)
        if self._too_many(asked):
            here = reverse("monitoring:exports", args=[brand])
            return redirect(f"{here}?{asked.query_string(ask=kind)}")
        return self._at_once(asked, kind)

    def post(self, request: HttpRequest, brand: str) -> HttpResponseBase:
        """The same, started in the background where there are too many."""
        asked, kind = self.filters(), _kind(request.POST.get("format", ""))
        self.matching(asked)
        if not self._too_many(asked):
            return self._at_once(asked, kind)
        exports.ask(self.brand, kind, asked, by=self.user)
        toast(request, _("The file is being prepared. We tell you at the bell when it is ready."))
        return redirect("monitoring:exports", brand=brand)

    def _too_many(self, asked: Filters) -> bool:
        first = self.matching(asked).order_by()[: exports.AT_ONCE + 1]
        return first.count() > exports.AT_ONCE

    def _at_once(self, asked: Filters, kind: str) -> HttpResponseBase:
        exports.record(self.brand, kind, asked)
        mentions = exports.matching(asked, brand=self.brand, user=self.user).iterator(chunk_size=exports.CHUNK)
        name = f"mentions-{timezone.localtime(clock.now(), self.brand.zone).date().isoformat()}.{kind}"
        if kind == Export.Format.XLSX:
            out = TemporaryFile()  # noqa: SIM115  closed with the response
            exports.write(out, kind, self.brand, mentions)
            out.seek(0)
            return FileResponse(out, as_attachment=True, filename=name, content_type=_TYPES[Export.Format.XLSX])
        heads, rows = exports.heads(self.brand), exports.rows(self.brand, mentions)
        lines = _spoken(translation.get_language() or "en", writing.csv_lines(heads, rows))
        response = StreamingHttpResponse(lines, content_type=_TYPES[Export.Format.CSV])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Exports(BrandView):
    """Files that were prepared, and how far those are that are being prepared. Alone the list, for htmx."""

    need = Need.EXPORT
    section, tab = "listening", "mentions"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        here = request.headers.get("HX-Target") == "exports"
        listed = list(Export.objects.select_related("by").order_by("-created_at", "-pk")[:100])
        context = {
            "exports": [self._shown(export) for export in listed],
            "under_way": any(export.state in _UNDER_WAY for export in listed),
            "running": ",".join(export.public_id for export in listed if export.state in _UNDER_WAY),
            "wish": self._wish(),
        }
        response = render(request, f"monitoring/{'_exports' if here else 'exports'}.html", context)
        patch_vary_headers(response, ("HX-Target",))
        ready = [e for e in listed if e.path and e.public_id in request.GET.get("running", "").split(",")]
        return with_toast(response, _("Your export is ready.")) if here and ready else response

    def _wish(self) -> dict[str, Any] | None:
        """What somebody wanted by a link, and has to confirm."""
        if "ask" not in self.request.GET:
            return None
        try:
            asked = filters.parse(self.request.GET)
        except BadFilter as error:
            raise Http404 from error
        here = reverse("monitoring:export", args=[self.brand.public_id])
        url = f"{here}?{asked.query_string()}"
        return {"format": _kind(self.request.GET["ask"]), "url": url, "words": self._words(asked)}

    def _shown(self, export: Export) -> dict[str, Any]:
        here = [self.brand.public_id, export.public_id]
        under_way = export.state in _UNDER_WAY
        return {
            "export": export,
            "under_way": under_way,
            "words": self._words(exports.asked_for(export)),
            "may_remove": export.by_id == self.user.pk or self.access.allows(Need.MANAGE_BRAND),
            "file_url": reverse("monitoring:export_file", args=here) if export.path else "",
            "remove_url": reverse("monitoring:export_remove", args=here),
            "why": _failed(export) if export.state == Export.State.FAILED else "",
            "job": {
                "title": _("Writing the file"),
                "state": "running",
                "done": export.written,
                "total": max(export.total, export.written, 1),
            },
        }

    def _words(self, asked: Filters) -> list[str]:
        page = reverse("monitoring:mentions", args=[self.brand.public_id])
        bar, days = chips.bar(self.brand, asked, page), chips.dates(self.brand, asked, page)
        return [one["words"] for one in chips.in_force(bar, days, asked, page)][::-1]


class ExportFile(BrandView):
    """A file that was prepared."""

    need = Need.EXPORT

    def get(self, request: HttpRequest, brand: str, export: str) -> HttpResponseBase:
        row = get_object_or_404(Export.objects.exclude(path=""), public_id=export)
        try:
            file = default_storage.open(row.path)
        except FileNotFoundError as error:
            raise Http404 from error
        day = timezone.localtime(row.created_at, self.brand.zone).date()
        name = f"mentions-{day.isoformat()}.{row.format}"
        kind = _TYPES[Export.Format(row.format)]
        return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


class ExportRemove(BrandView):
    """Stops an export, or deletes its file before its week is over: whose it is, or who runs the brand."""

    need = Need.EXPORT

    def post(self, request: HttpRequest, brand: str, export: str) -> HttpResponse:
        row = get_object_or_404(Export, public_id=export)
        if row.by_id != self.user.pk and not self.access.allows(Need.MANAGE_BRAND):
            raise PermissionDenied(str(Need.MANAGE_BRAND))
        said = _("The export is stopped.") if row.state in _UNDER_WAY else _("The file is deleted.")
        exports.remove(row)
        toast(request, said)
        return redirect("monitoring:exports", brand=brand)


def _kind(asked: str) -> str:
    return asked if asked in Export.Format.values else Export.Format.CSV


def _failed(export: Export) -> str:
    if export.last_error == BadFilter.__name__:
        return _("A filter names something that was deleted meanwhile. Choose the filters again and export anew.")
    return _("The file could not be written. Nothing is lost: delete this and export again.")


def _spoken(language: str, lines: Any) -> Any:
    """`lines`, each made in `language`: they are, after the response has left the view and its language."""
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
