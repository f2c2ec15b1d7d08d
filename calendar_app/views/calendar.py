from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import asked, catching, foreseeing, looking_ahead, public_holidays, slots, window
from calendar_app.asked import Asked, BadAddress, View
from calendar_app.models import Post, PublishingRules
from calendar_app.views import chips, drawn
from channels.models import Account
from core import clock, formats


class OfBrand(BrandView):
    """What the views of one brand's calendar share: what the address asks for."""

    need = Need.READ_POSTS
    section, tab = "calendar", "posts"

    @property
    def today(self) -> date:
        return clock.now().astimezone(self.brand.zone).date()

    def asked(self) -> Asked:
        """Raises Http404 for a value that cannot be."""
        try:
            return asked.parse(self.request.GET, self.today)
        except BadAddress as error:
            raise Http404 from error

    def narrowed(self, wanted: Asked) -> window.Rows:
        """Raises Http404 for what belongs to another brand."""
        try:
            return window.narrowed(window.of_brand(), wanted, self.brand, self.user)
        except BadAddress as error:
            raise Http404 from error

    @property
    def page(self) -> str:
        return reverse("calendar:calendar", args=[self.brand.public_id])

    @property
    def moves(self) -> bool:
        return self.access.allows(Need.SCHEDULE_POSTS)


class Calendar(OfBrand):
    """The calendar around its posts, which the browser fetches from `Events`. Whole, or its inside for htmx."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        whole = request.headers.get("HX-Target") != "calendar-page"
        template = "calendar_app/calendar.html" if whole else "calendar_app/_calendar.html"
        response = render(request, template, self._context(self.asked()))
        patch_vary_headers(response, ("HX-Target",))
        return response

    def _context(self, wanted: Asked) -> dict[str, Any]:
        accounts = list(Account.objects.order_by("network", "name", "pk"))
        self.narrowed(wanted)
        bar = chips.bar(self.brand, accounts, wanted, self.page)
        rules = PublishingRules.objects.filter(brand=self.brand).first()
        undated, undated_count = window.undated()
        return {
            **around(wanted, self.page, self.today),
            "chips": bar,
            "filters": chips.in_force(bar),
            "accounts": bool(accounts),
            "any": bool(undated_count) or Post.objects.exists(),
            "writes": self.access.allows(Need.WRITE_POSTS),
            "moves": self.moves,
            "manages_channels": self.access.allows(Need.MANAGE_CHANNELS),
            "new_url": drawn.new_url(self.brand),
            "channels_url": reverse("channels:list", args=[self.brand.public_id]),
            "undated": [(post, drawn.post_url(self.brand, post.public_id)) for post in undated],
            "undated_count": undated_count,
            "outlook": outlook(self),
            "data": {
                **settings(wanted, self.today),
                "events": f"{reverse('calendar:events', args=[self.brand.public_id])}?{wanted.query_string()}",
                "move": reverse("calendar:move", args=[self.brand.public_id]),
                "new": drawn.new_url(self.brand) if self.access.allows(Need.WRITE_POSTS) else "",
                "now": f"{clock.now().astimezone(self.brand.zone):%Y-%m-%dT%H:%M:%S}",
                "moves": self.moves,
                **said(),
                "holidays": holidays_of(self.brand.country, rules.region if rules else "", wanted),
            },
        }


class Events(OfBrand):
    """The posts of the span as JSON, and the slots of a week."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        wanted = self.asked()
        rows = self.narrowed(wanted)
        days = window.days(rows, wanted, self.brand.zone)
        caught = foreseeing.in_calendar(rows, catching.standing(), days.posts)
        fall = Account.objects.filter(Q(broken_at__isnull=False) | Q(expires_at__isnull=False)).in_bulk()
        found = drawn.events(
            days,
            {self.brand.pk: self.brand},
            moves={self.brand.pk} if self.moves else (),
            at_risk=fall,
            caught=caught,
        )
        found += drawn.rest(days, wanted, self.page)
        if wanted.view in (View.WEEK, View.DAY):
            first, end = wanted.drawn
            found += drawn.marks(list(slots.openings(slots.of_brand(), self.brand.time_zone, first, end)))
        return JsonResponse({"events": found})


def around(wanted: Asked, page: str, today: date) -> dict[str, Any]:
    """What stands around the days: their name, the ways to others, the views."""
    words = {
        View.MONTH: pgettext("calendar", "Month"),
        View.WEEK: pgettext("calendar", "Week"),
        View.DAY: pgettext("calendar", "Day"),
        View.LIST: pgettext("calendar", "List"),
    }
    steps = {
        View.MONTH: (_("Previous month"), _("Next month")),
        View.DAY: (_("Previous day"), _("Next day")),
    }.get(wanted.view, (_("Previous week"), _("Next week")))

    def to(there: Asked) -> str:
        return f"{page}?{there.query_string()}"

    return {
        "asked": wanted,
        "base_url": page,
        "clear_url": to(wanted.cleared()),
        "period": drawn.period(wanted),
        "previous": (steps[0], to(wanted.stepped(-1))),
        "next": (steps[1], to(wanted.stepped(1))),
        "today_url": to(replace(wanted, day=today)),
        "views": [(view, words[view], to(replace(wanted, view=view)), view == wanted.view) for view in View],
    }


def settings(wanted: Asked, today: date) -> dict[str, Any]:
    """What calendar.js needs to draw the days."""
    return {
        "view": str(wanted.view),
        "day": wanted.day.isoformat(),
        "today": today.isoformat(),
        "listQuery": replace(wanted, view=View.LIST).query_string(),
    }


def said() -> dict[str, str]:
    """What the scripts say."""
    return {
        "unreachable": _("cmhub could not be reached. Nothing was changed; try again."),
        "notYours": _("Posts of this brand are moved by somebody who may schedule there."),
        "chooseFirst": _("Choose a post first: go to it with the arrow keys."),
    }


def holidays_of(country: str, region: str, wanted: Asked) -> dict[str, str]:
    """{ISO day: name} of what is drawn."""
    first, end = wanted.drawn
    return {day.isoformat(): name for day, name in public_holidays.between(country, region, first, end).items()}


def outlook(view: OfBrand) -> dict[str, Any]:
    """The coming two weeks in words."""
    found = looking_ahead.outlook(view.brand)
    zone = view.brand.zone
    free = [(formats.long_day(o.day), f"{o.at:%H:%M}", o.slot.account, _new(view, o)) for o in found.free[:6]]
    return {
        "empty_days": [formats.day(day) for day in found.empty_days[:8]],
        "empty_count": len(found.empty_days),
        "free": free,
        "free_count": len(found.free),
        "clashes": [
            {
                "account": clash.account,
                "network": clash.network,
                "when": f"{formats.day(clash.at.astimezone(zone).date())}, {clash.at.astimezone(zone):%H:%M}",
                "minutes": clash.minutes,
                "url": drawn.post_url(view.brand, clash.posts[1]),
            }
            for clash in found.clashes[:5]
        ],
        "clash_count": len(found.clashes),
        "any": bool(found.empty_days or found.free or found.clashes),
        "until": formats.day(view.today + timedelta(days=13)),
    }


def _new(view: OfBrand, opening: slots.Opening) -> str:
    return f"{drawn.new_url(view.brand)}?day={opening.day}&time={opening.at:%H:%M}"
