"""What helps while a post is written: times in words, links marked and looked at. None of it writes anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import given, links, natural_times, slots, times
from calendar_app.given import Unreadable
from calendar_app.views import state
from channels.models import Account
from core import clock, formats


class When(BrandView):
    """`?said=` as a day and a time of the brand's clock."""

    need = Need.WRITE_POSTS

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        now = timezone.localtime(clock.now(), self.brand.zone).replace(tzinfo=None)
        said = natural_times.read(request.GET.get("said", ""), now)
        if said is None:
            message = _("We did not understand that. Try “tomorrow at 9” or “Friday 18:30”.")
            return JsonResponse({"message": message})
        words = formats.long_day(said.day)
        if said.at is not None:
            words = times.told(said.day, said.at, self.brand.time_zone, 0).words
        return JsonResponse({"day": f"{said.day}", "time": f"{said.at:%H:%M}" if said.at else "", "words": words})


class NextSlot(BrandView):
    """The next time that the brand likes to publish at and nothing is planned for: of `?account=`, or of the brand."""

    need = Need.WRITE_POSTS

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        account = Account.objects.filter(public_id=request.GET.get("account", "")[:13]).first()
        opening = slots.next_free(self.brand, account, clock.now())
        if opening is None:
            return JsonResponse(
                {"message": _("No slot is free. Say on the calendar's tab of slots when you like to publish.")}
            )
        words = times.told(opening.day, opening.at, self.brand.time_zone, 0).words
        return JsonResponse({"day": f"{opening.day}", "time": f"{opening.at:%H:%M}", "words": words})


class Mark(BrandView):
    """A text with its links marked for analytics."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        marks = {name: request.POST.get(name, "")[:200] for name in links.UTM}
        account = Account.objects.filter(public_id=request.POST.get("account", "")[:13]).first()
        network = account.network if account else "social"
        try:
            text = given.text("text", request.POST.get("text", ""))
        except Unreadable as error:
            return JsonResponse({"message": str(error)}, status=422)
        if not links.found(text):
            return JsonResponse({"message": _("There is no link in this text.")}, status=422)
        filled = links.filled(marks, network=network, campaign=request.POST.get("called", "")[:100])
        return JsonResponse({"text": links.mark_all(text, filled)})


class Links(BrandView):
    """What stands behind the links of a post, opened now."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        try:
            asked = state.read(request.POST)
        except Unreadable as error:
            return render(request, "calendar_app/_check.html", {"unreadable": str(error)})
        contents = [asked.wanted.content, *(state.variant(asked, account) for account in asked.wanted.own)]
        urls = list(dict.fromkeys(url for content in contents for url in links.of_content(content)))
        more = max(len(urls) - links.MOST, 0)
        return render(request, "calendar_app/_links.html", {"looks": links.look(urls), "more": more})
