from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import slots
from calendar_app.forms import SlotForm
from calendar_app.models import Slot
from core import formats
from core.ui import toast


class Slots(BrandView):
    """The times of the week that the brand likes to publish at."""

    need = {"GET": Need.READ_POSTS, "POST": Need.SCHEDULE_POSTS}
    section, tab = "calendar", "slots"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(SlotForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = SlotForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        try:
            made = slots.add(self.brand, given["weekdays"], given["at"], form.accounts.get(given["account"]))
        except slots.TooMany:
            form.add_error(None, _("A brand can have %(n)s slots. Remove one first.") % {"n": slots.MOST})
            return self._page(form)
        said = ngettext("%(n)s slot added.", "%(n)s slots added.", len(made)) % {"n": len(made)}
        toast(request, said if made else _("These slots were there already."))
        return redirect("calendar:slots", brand=brand)

    def _page(self, form: SlotForm) -> HttpResponse:
        there = slots.of_brand()
        context: dict[str, Any] = {
            "form": form,
            "any": bool(there),
            "week": [
                (formats.long_weekday(n + 1).capitalize(), [slot for slot in there if slot.weekday == n])
                for n in range(7)
            ],
            "edits": self.access.allows(Need.SCHEDULE_POSTS),
        }
        return render(self.request, "calendar_app/slots.html", context, status=422 if form.errors else 200)


class RemoveSlot(BrandView):
    """Take one slot out of the week."""

    need = Need.SCHEDULE_POSTS

    def post(self, request: HttpRequest, brand: str, slot: str) -> HttpResponse:
        row: Slot = get_object_or_404(Slot, public_id=slot)
        slots.remove(row)
        toast(request, _("Slot removed. Posts at that time stay."))
        return redirect("calendar:slots", brand=brand)
