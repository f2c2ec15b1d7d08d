from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands import notice_wishes, notices
from brands.forms import NoticeWishesForm
from brands.roles import Need
from brands.views.base import PersonView
from core.ui import toast
from mail import smtp

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


class Wishes(PersonView):
    """How the person is told of what: kind by kind, at the bell and by mail."""

    need = Need.SIGNED_IN
    section = "notices"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        notices.wish(replace(self.wishes, row=form.wished()))
        toast(request, _("Saved. It holds from now on, in all your brands."))
        return redirect("brands:notice_wishes")

    def _form(self, data: QueryDict | None = None) -> NoticeWishesForm:
        self.wishes = notice_wishes.of([self.user.pk])[self.user.pk]
        return NoticeWishesForm(data, kinds=notices.kinds_for(self.user), wishes=self.wishes)

    def _page(self, form: NoticeWishesForm) -> HttpResponse:
        context = {"form": form, "address": self.user.email, "zone": self.user.time_zone.replace("_", " ")}
        context |= {"has_server": smtp.server() is not None}
        return render(self.request, "brands/notice_wishes.html", context, status=422 if form.errors else 200)
