from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands import notices
from brands.roles import Need
from brands.views.base import PersonView
from core.ui import toast

PAGE = 30


class Notices(PersonView):
    """What the person should know, of all their brands, newest first."""

    need = Need.SIGNED_IN
    section = "notices"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(notices.of(self.user), PAGE).get_page(request.GET.get("page"))
        rows = [
            {"notice": notice, "kind": notices.kind_of(notice), "sentence": notices.sentence(notice)} for notice in page
        ]
        return render(request, "brands/notices.html", {"rows": rows, "page": page, "unread": notices.unread(self.user)})


class OpenNotice(PersonView):
    """Reads a notice and leads to what it is about."""

    need = Need.SIGNED_IN

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before the method counts: another person's notice is not there, whatever is asked of it.
        self.notice = get_object_or_404(notices.of(self.user), public_id=kwargs["notice"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, notice: str) -> HttpResponse:
        notices.read(notices.of(self.user).filter(pk=self.notice.pk))
        kind = notices.kind_of(self.notice)
        return HttpResponseRedirect(kind.url(self.notice)) if kind else redirect("brands:notices")


class ReadAll(PersonView):
    """Marks everything as read."""

    need = Need.SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        notices.read(notices.of(self.user))
        toast(request, _("All notices are read."))
        return redirect("brands:notices")
