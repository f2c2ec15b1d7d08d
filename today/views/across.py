from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from brands import access as brand_access
from brands import attention
from brands.access import BrandAccess
from brands.attention import Counts, Waiting
from brands.models import Brand
from brands.roles import Need
from brands.views.base import PersonView
from calendar_app import across
from core import clock
from monitoring.models import HourlyCount
from today import heard, mattering, posts, tiles
from today.heard import NOTHING

MOST = 30


class Across(PersonView):
    """All brands of a person, the one with most trouble first: what needs them, what is said, what goes out."""

    need = Need.SIGNED_IN
    section = "today"

    def get(self, request: HttpRequest) -> HttpResponse:
        part = request.headers.get("HX-Target") == "today"
        response = render(request, "today/_across.html" if part else "today/across.html", self._context())
        patch_vary_headers(response, ("HX-Target",))
        return response

    def _accesses(self) -> list[BrandAccess]:
        roles = brand_access.roles_of(self.user)
        mine = [BrandAccess(brand, self.user, roles[brand.pk]) for brand in brand_access.brands_of(self.user)]
        return [access for access in mine if access.allows(Need.READ_MENTIONS)]

    def _context(self) -> dict[str, Any]:
        accesses = self._accesses()
        brands = {access.brand.pk: access.brand for access in accesses}
        counted = attention.counts(accesses)
        waiting = attention.waiting(accesses, counted)
        going_out = posts.of(across.rows(list(brands.values())), brands, self.user.zone)
        return {
            "today": timezone.localdate(clock.now()),
            "needed": attention.total(counted),
            "waiting": waiting[:MOST],
            "rest": max(len(waiting) - MOST, 0),
            "several": True,
            "board": self._board(brands, counted, waiting, going_out),
            "posts": going_out.lines,
            "calendar_url": reverse("calendar:agency"),
        }

    def _board(
        self, brands: dict[int, Brand], counted: Counts, waiting: list[Waiting], going_out: posts.Today
    ) -> list[dict[str, Any]]:
        said = heard.by(HourlyCount.all_brands.filter(brand__in=brands, topic=None), "brand_id")
        matters = mattering.counts(brands.keys(), self.user)
        rows = []
        for place, (pk, brand) in enumerate(brands.items()):
            one = said.get(pk, NOTHING)
            worst = next((found for found in waiting if found.brand.pk == pk), None)
            rows.append(
                {
                    "brand": brand,
                    "url": reverse("today:brand", args=[brand.public_id]),
                    "needed": attention.total(counted, brand),
                    "worst": worst,
                    "urgent": worst is not None and worst.kind.order < attention.URGENT,
                    "heard": one,
                    "compared": tiles.compared(one),
                    "split": {name: one.by_sentiment[name] for name in ("negative", "neutral", "positive")},
                    "matters": matters.get(pk, 0),
                    "posts": posts.in_words(going_out.by_brand.get(pk, {})),
                    "place": (worst.kind.order if worst else attention.URGENT * 10, place),
                }
            )
        return sorted(rows, key=lambda row: row["place"])
