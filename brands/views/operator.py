from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst

from brands import grants
from brands.forms import GrantForm
from brands.models import Brand, Workspace
from brands.roles import Need
from brands.views.base import PersonView
from core import jobs

PAGE = 50


class Operator(PersonView):
    """The installation: its workspaces, and what is overdue."""

    need = Need.OPERATOR

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = (
            Workspace.objects.select_related("owner")
            .annotate(
                n_members=Count("members", distinct=True),
                n_brands=Count("brands", filter=Q(brands__deleted_at=None), distinct=True),
            )
            .prefetch_related(Prefetch("brands", queryset=Brand.objects.filter(deleted_at=None)))
            .order_by("name", "pk")
        )
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        since = ((due, capfirst(str(job.work))) for job, due in jobs.overdue_since().items())
        context = {"page": page, "overdue": sorted(since)}
        return render(request, "brands/operator.html", context)


class EnterBrand(PersonView):
    """Ask, with a reason, for one hour inside a brand."""

    need = Need.OPERATOR

    def get(self, request: HttpRequest, entered: str) -> HttpResponse:
        return self._page(GrantForm(), entered)

    def post(self, request: HttpRequest, entered: str) -> HttpResponse:
        form = GrantForm(request.POST)
        if not form.is_valid():
            return self._page(form, entered)
        brand = get_object_or_404(Brand, public_id=entered, deleted_at=None)
        grants.enter(self.user, brand, form.cleaned_data["reason"])
        return redirect("brands:enter", brand=entered)

    def _page(self, form: GrantForm, entered: str) -> HttpResponse:
        brand = get_object_or_404(Brand.objects.select_related("workspace"), public_id=entered, deleted_at=None)
        context = {"form": form, "entered": brand, "hours": 1}
        return render(self.request, "brands/grant.html", context, status=422 if form.errors else 200)
