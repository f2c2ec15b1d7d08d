from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands import profile
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core.ui import toast
from core.versions import StaleWrite
from monitoring import retention
from monitoring.forms import RetentionForm


class Retention(BrandView):
    """How long the brand keeps mentions, and what would go. `?months=` shows it before it is saved."""

    need = Need.MANAGE_BRAND
    section, tab = "settings", "retention"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        now = {"months": self.brand.retention_months, "version": self.brand.version}
        if "months" not in request.GET:
            return self._page(RetentionForm(initial=now), self.brand.retention_months)
        form = RetentionForm(request.GET)
        return self._page(form, form.cleaned_data["months"] if form.is_valid() else self.brand.retention_months)

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = RetentionForm(request.POST)
        if not form.is_valid():
            return self._page(form, self.brand.retention_months)
        months, here = form.cleaned_data["months"], reverse("monitoring:retention", args=[brand])
        try:
            profile.set_retention(self.brand, seen=form.cleaned_data["version"], months=months)
        except StaleWrite as error:
            return conflict(request, error, back=here, labels={"retention_months": _("months to keep mentions")})
        said = ngettext("Mentions are kept for %(n)s month.", "Mentions are kept for %(n)s months.", months)
        toast(request, said % {"n": months})
        return redirect(here)

    def _page(self, form: RetentionForm, months: int) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "months": months,
            "preview": retention.preview(self.brand, months=months),
        }
        return render(self.request, "monitoring/retention.html", context, status=422 if form.errors else 200)
