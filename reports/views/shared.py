from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View

from brands.roles import Need
from brands.scope import brand_scope
from brands.views.look import stylesheet
from core.addresses import absolute
from core.ui import toast
from reports import sharing
from reports.forms import LinkForm
from reports.models import IssuedFile, ReportLink
from reports.views.reports import OneReport, asked_language, cards_of, file_response
from reports.weekly import issuing, telling

PRIVATE = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}
"""No search engine keeps it, no proxy, and no site that it leads to learns its address."""


class MakeLink(OneReport):
    """A new link: its address is shown once."""

    need = Need.APPROVE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row, form = self.row(report), LinkForm(request.POST, auto_id="link_%s")
        if not row.issued:
            raise Http404
        if not form.is_valid():
            return self.page(row, status=422, link_form=form)
        try:
            _link, secret = sharing.make(row, by=self.user, **form.cleaned_data)
        except sharing.TooMany:
            form.add_error(None, _("The report has 20 links already. Revoke one that nobody needs."))
            return self.page(row, status=422, link_form=form)
        address = absolute(reverse("shared_report", args=[secret]))
        return self.page(row, new_link=address)


class RevokeLink(OneReport):
    """From now on it opens nothing."""

    need = Need.APPROVE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str, report_link: str) -> HttpResponse:
        row = self.row(report)
        rows = ReportLink.objects.select_related("brand", "report")
        sharing.revoke(get_object_or_404(rows, report=row, public_id=report_link), by=self.user)
        toast(request, _("The link opens nothing any more."))
        return self.back(row)


class Shared(View):
    """What a link opens: the secret in the address is the permission. Whatever is wrong with it is one clear page."""

    need = Need.ANYONE

    def get(self, request: HttpRequest, shared: str) -> HttpResponseBase:
        address = get_adapter().get_client_ip(request)
        if not sharing.may_read(address):
            return self._closed(429)
        try:
            link = sharing.recognise(shared)
        except sharing.Unknown:
            return self._closed(404 if sharing.may_guess(address) else 429)
        except sharing.Ended:
            return self._closed(410)
        with brand_scope(link.brand_id or 0), timezone.override(link.brand.zone):
            response = self.opened(link)
        for name, value in PRIVATE.items():
            response.setdefault(name, value)
        return response

    def opened(self, link: ReportLink) -> HttpResponseBase:
        """The answer, inside the brand's scope."""
        sharing.note_use(link)
        row = link.report
        language = asked_language(self.request, row)
        translation.activate(language)  # the whole page is the report's
        told = telling.of(row, language)
        context = {
            "report": row,
            "told": told,
            "cards": cards_of(told, linked=False),
            "said_in": language,
            "secret": self.kwargs["shared"],
            "expires_at": link.expires_at,
        }
        return render(self.request, "reports/shared.html", context)

    def _closed(self, status: int) -> HttpResponse:
        response = render(self.request, "reports/link_closed.html", {"status": status}, status=status)
        for name, value in (PRIVATE | ({"Retry-After": "60"} if status == 429 else {})).items():
            response[name] = value
        return response


class SharedPdf(Shared):
    """The PDF of the report."""

    def opened(self, link: ReportLink) -> HttpResponseBase:
        language = asked_language(self.request, link.report)
        try:
            data = issuing.file(link.report, IssuedFile.Kind.PDF, language)
        except issuing.Damaged:
            return self._closed(410)
        return file_response(link.report, IssuedFile.Kind.PDF, data)


class SharedLook(Shared):
    """The brand's colours."""

    def opened(self, link: ReportLink) -> HttpResponseBase:
        return HttpResponse(stylesheet(link.brand), content_type="text/css; charset=utf-8")


class SharedLogo(Shared):
    """The brand's logo, as it was when the report was made."""

    def opened(self, link: ReportLink) -> HttpResponseBase:
        path = link.report.content.get("logo", "")
        if not path or not default_storage.exists(path):
            return self._closed(404)
        with default_storage.open(path) as stored:
            return HttpResponse(stored.read(), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})
