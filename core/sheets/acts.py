"""What people do with an uploaded file, whatever becomes of its rows: take another sheet, stop, go on, delete it.

Views for apps to mix in behind their own, which says who may and which file it is.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.sheets import uploads
from core.sheets.errors import Unreadable
from core.sheets.uploads import SheetUpload
from core.ui import toast


class Act(View):
    """A POST about one file that ends on the file's page."""

    addresses: ClassVar[str]
    """What the names of the addresses begin with: «calendar:import», and «calendar:imports» is the list."""
    files: ClassVar[Any]
    """The app's module with `choose_sheet` and `discard`."""
    stopped: ClassVar[Any]
    """What is said when somebody stops it. Lazy."""

    def upload(self) -> SheetUpload:
        """The file of the address. Raises Http404."""
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse(self.addresses, kwargs=self.kwargs))


class ChooseSheet(Act):
    """Takes another sheet of the workbook."""

    def post(self, request: HttpRequest, **ids: str) -> HttpResponse:
        row = self.upload()
        if not row.started_at:
            try:
                self.files.choose_sheet(row, request.POST.get("sheet", ""))
            except (Unreadable, uploads.Refused) as error:
                messages.error(request, error.message if isinstance(error, Unreadable) else str(error))
        return self.back()


class Stop(Act):
    """Reads no further; what was read stays."""

    def post(self, request: HttpRequest, **ids: str) -> HttpResponse:
        uploads.stop(self.upload())
        toast(request, str(self.stopped), reverse(f"{self.addresses}_go_on", kwargs=self.kwargs))
        return self.back()


class GoOn(Act):
    """Goes on behind the last row that was dealt with."""

    def post(self, request: HttpRequest, **ids: str) -> HttpResponse:
        uploads.go_on(self.upload())
        return self.back()


class Discard(Act):
    """Takes a file away that was never started."""

    def post(self, request: HttpRequest, **ids: str) -> HttpResponse:
        row = self.upload()
        if row.started_at:
            raise Http404
        self.files.discard(row)
        toast(request, _("%(file)s is deleted. Nothing of it was imported.") % {"file": row.name})
        return redirect(f"{self.addresses}s", brand=ids["brand"])
