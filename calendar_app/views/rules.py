from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, conflict
from calendar_app import rules
from calendar_app.forms import RulesForm
from calendar_app.models import PublishingRules
from core.ui import toast
from core.versions import StaleWrite


class Rules(BrandView):
    """How the brand publishes."""

    need = Need.MANAGE_BRAND
    section, tab = "settings", "publishing"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        there = PublishingRules.objects.filter(brand=self.brand).first() or PublishingRules(brand=self.brand)
        return self._page(RulesForm(initial=RulesForm.values_of(there), brand=self.brand))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = RulesForm(request.POST, brand=self.brand)
        if not form.is_valid():
            return self._page(form)
        here = reverse("calendar:rules", args=[brand])
        try:
            rules.change(rules.of(self.brand), seen=form.cleaned_data["version"], changes=form.changes)
        except StaleWrite as error:
            labels = {"cut_off_minutes": _("Minutes a post may be late"), "region": _("Region"), "utm": "UTM"}
            return conflict(request, error, back=here, labels=labels)
        toast(request, _("Saved."))
        return redirect(here)

    def _page(self, form: RulesForm) -> HttpResponse:
        return render(self.request, "calendar_app/rules.html", {"form": form}, status=422 if form.errors else 200)
