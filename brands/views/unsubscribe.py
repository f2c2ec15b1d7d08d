from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from brands import unsubscribing
from brands.roles import Need
from brands.unsubscribing import Unknown


@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(View):
    """Ends mails, by the signed address that each of them carries. Looking changes nothing, for mail programs fetch
    what they show; a POST does.

    Mail programs post here on a click, without a session (RFC 8058): there is nothing that a CSRF token could protect,
    and nothing but ending mails that the address could do.
    """

    need = Need.ANYONE

    def get(self, request: HttpRequest, signed: str) -> HttpResponse:
        return self._page(signed)

    def post(self, request: HttpRequest, signed: str) -> HttpResponse:
        everything = request.POST.get("what") == "all"
        try:
            unsubscribing.end(unsubscribing.read(signed), everything=everything)
        except Unknown:
            return self._page(signed)
        return self._page(signed, done="all" if everything else "kinds")

    def _page(self, signed: str, done: str = "") -> HttpResponse:
        try:
            found = unsubscribing.read(signed)
        except Unknown:
            return render(self.request, "brands/unsubscribe.html", {"found": None}, status=404)
        with override(found.user.language):
            return render(self.request, "brands/unsubscribe.html", {"found": found, "done": done})
