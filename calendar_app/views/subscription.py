from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from brands.models import BrandRole
from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import subscribing
from calendar_app.models import CalendarLink
from calendar_app.views import drawn
from core.addresses import absolute
from core.ui import toast


class Subscription(BrandView):
    """The person's own secret address of this calendar: made, shown once, ended."""

    need = Need.READ_POSTS
    section, tab = "calendar", "subscription"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page("")

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        if request.POST.get("what") == "revoke":
            if (link := self._link()) is not None:
                subscribing.revoke(link)
            toast(request, _("The address opens nothing any more."))
            return redirect("calendar:subscription", brand=brand)
        held = BrandRole.objects.filter(brand=self.brand, member__user=self.user).first()
        if held is None:  # an operator by a grant of an hour gets nothing that lasts
            raise Http404
        secret = subscribing.make(held)
        return self._page(absolute(reverse("calendar:ical", args=[secret])))

    def _link(self) -> CalendarLink | None:
        found: CalendarLink | None = CalendarLink.objects.filter(held__member__user=self.user).first()
        return found

    def _page(self, address: str) -> HttpResponse:
        return render(self.request, "calendar_app/subscription.html", {"address": address, "link": self._link()})


class Feed(View):
    """The posts for a calendar program: the secret in the address is the permission."""

    need = Need.ANYONE

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        link = subscribing.recognise(secret)
        if link is None:
            raise Http404
        if not subscribing.may_read(link):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        brand = link.brand
        with translation.override(link.held.member.user.language):
            said = subscribing.feed(link, lambda post: absolute(drawn.post_url(brand, post)))
        return HttpResponse(
            said,
            content_type="text/calendar; charset=utf-8",
            headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
        )
