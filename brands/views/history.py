from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brands.models import Event
from brands.roles import Need
from brands.views.base import BrandView
from brands.wording import sentence

PAGE = 50


class History(BrandView):
    """Everything that people and rules did in the brand, newest first."""

    need = Need.SEE_HISTORY
    section, tab = "settings", "history"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        events = Event.objects.filter(brand=self.brand).order_by("-at", "-id")
        page = Paginator(events, PAGE).get_page(request.GET.get("page"))
        rows = [{"event": event, "sentence": sentence(event)} for event in page]
        return render(request, "brands/history.html", {"rows": rows, "page": page})
