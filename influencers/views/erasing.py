from __future__ import annotations

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from brands import events
from brands.roles import Need
from core.ui import toast
from influencers import erasing, personal_data
from influencers.forms import EraseForm
from influencers.models import Person
from influencers.views.card import OnePerson


class Data(OnePerson):
    """Everything held about a person, for them to take along: a zip of JSON."""

    need = Need.ERASE_PEOPLE

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponseBase:
        row = self.row(person)
        events.record("person.exported", row, brand=self.brand)
        out = TemporaryFile()  # noqa: SIM115  closed with the response
        personal_data.write(self.brand, row, out)
        out.seek(0)
        name = f"person-{row.public_id}.zip"
        return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")


class Erase(OnePerson):
    """Erase a person: says first what goes and what stays, and asks for their name to be typed."""

    need = Need.ERASE_PEOPLE

    def get(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row = self.row(person)
        return self._page(row, EraseForm(word=row.name))

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row = self.row(person)
        form = EraseForm(request.POST, word=row.name)
        if not form.is_valid():
            return self._page(row, form)
        erasing.erase(self.brand, erasing.plan(self.brand, person=row), by=self.user)
        toast(request, _("Erased. Counts stay, the person does not come back."))
        return redirect("people:board", brand=brand)

    def _page(self, row: Person, form: EraseForm) -> HttpResponse:
        context = {
            "person": row,
            "plan": erasing.plan(self.brand, person=row),
            "form": form,
            "most": erasing.COUNT_UP_TO,
        }
        return render(self.request, "influencers/erase.html", context, status=422 if form.errors else 200)
