from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from brands.models import Brand
from brands.roles import Need
from brands.views.base import PersonView
from calendar_app import across, asked, foreseeing, window
from calendar_app.asked import Asked, BadAddress
from calendar_app.models import Publication
from calendar_app.views import calendar, chips, drawn
from calendar_app.window import Rows
from core import clock
from networks.naming import network_name
from networks.registry import with_capability
from networks.types import Capability


class OfAll(PersonView):
    """What the calendar of several brands shares: the person's brands, and those among them that are asked for."""

    need = Need.SIGNED_IN

    def given(self) -> tuple[Asked, list[Brand], list[Brand]]:
        """What is asked, all brands the person may look into, and those chosen. Raises Http404."""
        try:
            wanted = asked.parse(self.request.GET, clock.now().astimezone(self.user.zone).date())
        except BadAddress as error:
            raise Http404 from error
        mine = across.readable(self.user)
        if not set(wanted.brand) <= {brand.public_id for brand in mine}:
            raise Http404
        return wanted, mine, [brand for brand in mine if not wanted.brand or brand.public_id in wanted.brand]


class Agency(OfAll):
    """Several brands in one calendar, each in its colour; each post leads into its brand, and is moved where the person
    may schedule."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted, mine, chosen = self.given()
        whole = request.headers.get("HX-Target") != "calendar-page"
        template = "calendar_app/calendar.html" if whole else "calendar_app/_calendar.html"
        response = render(request, template, self._context(wanted, mine, chosen))
        patch_vary_headers(response, ("HX-Target",))
        return response

    def _context(self, wanted: Asked, mine: list[Brand], chosen: list[Brand]) -> dict[str, Any]:
        page = reverse("calendar:agency")
        bar = [
            chips.chip(wanted, page, "brand", _("Brand"), "building", [(b.public_id, b.name) for b in mine]),
            chips.chip(wanted, page, "state", _("State"), "", chips.states()),
            chips.chip(wanted, page, "network", _("Network"), "world", _networks(wanted)),
        ]
        return {
            **calendar.around(wanted, page, clock.now().astimezone(self.user.zone).date()),
            "agency": True,
            "moves": bool(across.movable(self.user, chosen)),
            "brands": [(brand.public_id, brand.name) for brand in chosen],
            "has_brands": bool(mine),
            "zone": self.user.time_zone,
            "chips": bar,
            "filters": chips.in_force(bar),
            "data": {
                **calendar.settings(wanted, clock.now().astimezone(self.user.zone).date()),
                **calendar.said(),
                "events": f"{reverse('calendar:agency_events')}?{wanted.query_string()}",
                "now": f"{clock.now().astimezone(self.user.zone):%Y-%m-%dT%H:%M:%S}",
                "moves": bool(across.movable(self.user, chosen)),
                "clock": "mine",
                "colours": {brand.public_id: across.shades(brand) for brand in chosen},
                "holidays": {},
            },
        }


class AgencyEvents(OfAll):
    """The posts of the same page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted, _mine, chosen = self.given()
        rows = _narrowed(across.rows(chosen), wanted)
        days = window.days(rows, wanted, self.user.zone)
        found = drawn.events(
            days,
            {brand.pk: brand for brand in chosen},
            several=True,
            moves=across.movable(self.user, chosen),
            caught=foreseeing.in_calendar(rows, across.holds(chosen), days.posts),
        )
        return JsonResponse({"events": found + drawn.rest(days, wanted, reverse("calendar:agency"))})


def _narrowed(rows: Rows, wanted: Asked) -> Rows:
    posts = rows.posts
    there: QuerySet[Publication] = rows.publications.filter(post=OuterRef("pk"))
    if wanted.network:
        posts = posts.filter(Exists(there.filter(account__network__in=wanted.network)))
    if wanted.state:
        posts = posts.filter(window.in_state(wanted.state, there))
    return Rows(posts, rows.publications)


def _networks(wanted: Asked) -> list[tuple[str, str]]:
    known = [connector.key for connector in with_capability(Capability.PUBLISH)]
    return [(key, network_name(key)) for key in dict.fromkeys([*known, *wanted.network])]
