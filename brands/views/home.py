from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from brands import access, attention, navigation
from brands.access import BrandAccess
from brands.models import Brand
from brands.roles import Need, allows
from brands.views.base import PersonView
from core import formats


class Home(PersonView):
    """Where a person lands: in their brand, or before the list of them."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        brands = list(access.brands_of(self.user)[:2])
        if len(brands) == 1:
            return redirect("brands:enter", brand=brands[0].public_id)
        return redirect(navigation.board_url()) if brands else redirect("brands:nothing")


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
    """The brands to switch to, as a fragment. Stays in `section` where the role may; `at` is the brand now."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        entry, here = navigation.named(request.GET.get("section", "")), request.GET.get("at", "")
        roles = access.roles_of(self.user)
        brands = list(access.brands_of(self.user))
        waiting = attention.counts(BrandAccess(brand, self.user, roles[brand.pk]) for brand in brands)
        rows = [
            {
                "name": brand.name,
                "url": _same_section(brand, roles[brand.pk], entry),
                "logo_url": reverse("brands:logo", args=[brand.public_id]) if brand.logo else "",
                "note": _note(brand, attention.total(waiting, brand)),
                "current": brand.public_id == here,
            }
            for brand in brands
        ]
        context = {"brands": rows, "all_url": navigation.board_url() if len(rows) > 1 else ""}
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


def _note(brand: Brand, waiting: int) -> str:
    """What waits there; where nothing does, whose brand it is."""
    words = ngettext("%(n)s waiting", "%(n)s waiting", waiting) % {"n": formats.number(waiting)}
    return words if waiting else brand.workspace.name


def _same_section(brand: Brand, role: str, entry: navigation.Entry | None) -> str:
    may = entry is not None and allows(role, entry.need)
    return entry.url(brand.public_id) if entry and may else reverse("brands:enter", args=[brand.public_id])
