from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from brands import access, navigation
from brands.access import BrandAccess
from brands.models import Brand
from brands.roles import Need
from brands.views.base import PersonView


class Home(PersonView):
    """Where a person lands: in their brand, or before the list of them."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        brands = list(access.brands_of(self.user)[:2])
        if len(brands) == 1:
            return redirect("brands:enter", brand=brands[0].public_id)
        return redirect("brands:list") if brands else redirect("brands:nothing")


class Nothing(PersonView):
    """Somebody with no brand at all: what to do next, by who they are."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "brands/nothing.html", {"workspaces": list(access.workspaces_of(self.user))})


class BrandList(PersonView):
    """All brands of a person, workspace by workspace."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        brands = list(access.brands_of(self.user))
        return render(request, "brands/list.html", {"brands": brands, "workspaces": access.workspaces_of(self.user)})


class Switcher(PersonView):
    """The brands to switch to, as a fragment. Switching stays in `section`; `at` is the brand now."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        section, here = request.GET.get("section", ""), request.GET.get("at", "")
        rows = [
            {
                "name": brand.name,
                "url": _same_section(brand, section),
                "logo_url": reverse("brands:logo", args=[brand.public_id]) if brand.logo else "",
                "note": brand.workspace.name,
                "current": brand.public_id == here,
            }
            for brand in access.brands_of(self.user)
        ]
        context = {"brands": rows, "all_url": reverse("brands:list") if len(rows) > 1 else ""}
        return render(request, "components/_switcher.html", context)


class Enter(PersonView):
    """The first page of a brand that the person's role may see."""

    need = Need.ENTER

    def get(self, request: HttpRequest, brand: str) -> HttpResponseRedirect:
        entered: BrandAccess = request.brand_access  # type: ignore[attr-defined]
        for group in navigation.GROUPS:
            for entry in navigation.items(entered, group):
                return HttpResponseRedirect(entry.url(brand))
        return redirect("brands:list")


def _same_section(brand: Brand, section: str) -> str:
    entry = navigation.named(section)
    return entry.url(brand.public_id) if entry else reverse("brands:enter", args=[brand.public_id])
