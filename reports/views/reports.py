from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView
from core import clock
from core.documents import on_pages
from core.ui import toast
from core.versions import StaleWrite
from monitoring.charts.parts import Drill
from monitoring.filters import Filters
from reports import forms, sending
from reports.forms import LinkForm, WeekForm, WritingForm
from reports.models import LANGUAGE_CHOICES, Decision, IssuedFile, ReportLink, ReportRecipient, WeeklyReport
from reports.weekly import charts, drafting, issuing, sentences, telling, writing
from reports.weekly.writing import Issued

PAGE = 26
"""Half a year."""
LANGUAGES = dict(LANGUAGE_CHOICES)


class Reports(BrandView):
    """The brand's weekly reports, the newest first; who writes them drafts one of any week that is over."""

    need = {"GET": Need.READ_REPORTS, "POST": Need.WRITE_REPORTS}
    section, tab = "reports", "weekly"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(WeekForm(brand=self.brand))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = WeekForm(request.POST, brand=self.brand)
        if not form.is_valid():
            return self._page(form)
        made = drafting.draft(self.brand, form.cleaned_data["day"], by=self.user)
        return redirect("reports:report", brand=brand, report=made.public_id)

    def _page(self, form: WeekForm) -> HttpResponse:
        rows = visible(self)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        context = {
            "page": page,
            "rows": [(report, _title(report)) for report in page],
            "form": form,
            "writes": self.access.allows(Need.WRITE_REPORTS),
            "sends": self.access.allows(Need.APPROVE_REPORTS),
            "next_monday": drafting.next_monday(self.brand),
            "drafted": drafting.wishes(self.brand).drafted,
        }
        return render(self.request, "reports/reports.html", context, status=422 if form.errors else 200)


def visible(view: BrandView) -> QuerySet[WeeklyReport]:
    """The reports that who looks may read, the newest first: who writes none sees none that may still change."""
    rows: QuerySet[WeeklyReport] = WeeklyReport.objects.order_by("-first")
    rows = rows if view.access.allows(Need.WRITE_REPORTS) else rows.exclude(approved_at=None)
    return rows.select_related("brand__workspace", "approved_by", "completed_by")


def _title(report: WeeklyReport) -> str:
    written = report.written or {}
    return written.get("title") or report.title or sentences.headline(report.content)


class OneReport(BrandView):
    """What the page of a report and the forms on it share."""

    need: Any = Need.READ_REPORTS
    section, tab = "reports", "weekly"

    def row(self, report: str) -> WeeklyReport:
        """Raises Http404."""
        found: WeeklyReport = get_object_or_404(visible(self), public_id=report)
        return found

    def back(self, row: WeeklyReport) -> HttpResponse:
        return redirect("reports:report", brand=self.brand.public_id, report=row.public_id)

    def page(self, row: WeeklyReport, *, status: int = 200, **more: Any) -> HttpResponse:
        language = asked_language(self.request, row)
        drill = self._drill(row)
        with translation.override(language):
            told = telling.of(row, language, drill)
            inside = {
                "told": told,
                "cards": cards_of(told, linked=drill is not None),
                "said_in": language,
                "reads_mentions": drill is not None,
                "logo_url": reverse("brands:logo", args=[self.brand.public_id]) if told.logo else "",
            }
            article = render_to_string("reports/_article.html", inside, self.request)
        sends = self.access.allows(Need.APPROVE_REPORTS)
        context = {
            "report": row,
            "told": told,
            "article": article,
            "said_in": language,
            "now": clock.now(),
            "languages": LANGUAGES,
            "writes": self.access.allows(Need.WRITE_REPORTS),
            "approves": sends,
            "deliveries": sending.shown(row) if sends and row.issued else [],
            "recipients": ReportRecipient.objects.count() if sends else 0,
            "links": list(ReportLink.objects.filter(report=row).order_by("-created_at")) if sends else [],
            "link_form": LinkForm(auto_id="link_%s"),
            **more,
        }
        return render(self.request, "reports/report.html", context, status=status)

    def _drill(self, row: WeeklyReport) -> Drill | None:
        if not self.access.allows(Need.READ_MENTIONS):
            return None
        page = reverse("monitoring:mentions", args=[self.brand.public_id])
        return Drill(page, Filters(since=row.first, until=row.last))


def asked_language(request: HttpRequest, row: WeeklyReport) -> str:
    """The language that the address asks for, else the report's own. Raises Http404 for one that it does not speak."""
    asked = request.GET.get("language", "") or row.language
    if asked not in LANGUAGES:
        raise Http404
    return asked


def cards_of(told: telling.Report, *, linked: bool) -> dict[str, list[dict[str, Any]]]:
    """The charts of each part of a report, as components/_chart_card.html takes them."""
    parts = {"listening": charts.LISTENING, "publishing": charts.PUBLISHING, "community": charts.COMMUNITY}
    return {
        part: [on_pages.card(chart, linked=linked) | {"id": f"chart-{chart.key}"} for chart in told.charted(keys)]
        for part, keys in parts.items()
    }


class ReportPage(OneReport):
    """One report as it reads."""

    def get(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        return self.page(self.row(report))


class WriteReport(OneReport):
    """Headline, conclusions, decisions: saved by themselves while somebody types."""

    need = Need.WRITE_REPORTS

    def get(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        if row.issued:
            return self.back(row)
        form = WritingForm(initial=forms.first_values(row))
        return self._form(row, form, forms.rows_of(row), [])

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row, form = self.row(report), WritingForm(request.POST)
        wanted, wrong = forms.wanted(request.POST)
        if not form.is_valid() or wrong:
            return self._refused(row, form, wrong)
        said = form.cleaned_data
        try:
            saved = writing.save(
                row,
                seen=said["version"],
                title=said["title"].strip(),
                conclusions=said["conclusions"],
                language=said["language"],
                wanted=wanted,
                settled=forms.settled(request.POST),
            )
        except Issued:
            return self._too_late(row)
        except StaleWrite as error:
            return self._conflict(error, form)
        if self._by_script:
            return JsonResponse(self._kept(saved))
        toast(request, _("Saved."))
        return self.back(saved)

    @property
    def _by_script(self) -> bool:
        return self.request.accepts("application/json") and not self.request.accepts("text/html")

    def _kept(self, saved: WeeklyReport) -> dict[str, Any]:
        """The version, and the ids of the rows as they stand: the next save changes these rows."""
        ids = [decision.public_id for decision in writing.decisions(saved)]
        return {"version": saved.version, "decisions": ids, "said": _("Saved.")}

    def _refused(self, row: WeeklyReport, form: WritingForm, wrong: list[str]) -> HttpResponse:
        if self._by_script:
            told = [*wrong, *(str(error) for errors in form.errors.values() for error in errors)]
            return JsonResponse({"message": " ".join(told)}, status=422)
        return self._form(row, form, forms.typed(self.request.POST), wrong, status=422)

    def _too_late(self, row: WeeklyReport) -> HttpResponse:
        message = _("The report was approved meanwhile and does not change any more. Copy what you wrote.")
        if self._by_script:
            return JsonResponse({"message": message}, status=409)
        return self.page(row, status=409, too_late=message)

    def _conflict(self, error: StaleWrite, form: WritingForm) -> HttpResponse:
        """Nothing is lost: theirs stands, ours stays in the form, which saves over theirs from now on."""
        current = error.current
        assert isinstance(current, WeeklyReport)
        message = _("Somebody else saved meanwhile. What they wrote stands below; what you wrote is in the form.")
        if self._by_script:
            theirs = {"title": current.title, "conclusions": current.conclusions}
            return JsonResponse({"message": message, "version": current.version, "theirs": theirs}, status=409)
        form = WritingForm({**form.data.dict(), "version": str(current.version)})  # type: ignore[attr-defined]
        rows = forms.typed(self.request.POST)
        return self._form(current, form, rows, [message], status=409, theirs=current)

    def _form(
        self,
        row: WeeklyReport,
        form: WritingForm,
        rows: list[dict[str, str]],
        wrong: list[str],
        *,
        status: int = 200,
        theirs: WeeklyReport | None = None,
    ) -> HttpResponse:
        with translation.override(row.language):
            headline = sentences.headline(row.content)
        context = {
            "report": row,
            "form": form,
            "decisions": rows,
            "former": writing.former(row),
            "outcomes": Decision.Outcome.choices,
            "wrong": wrong,
            "theirs": theirs,
            "headline": headline,
            "findings": sentences.told(row.content["findings"]),
        }
        return render(self.request, "reports/write.html", context, status=status)


class Recount(OneReport):
    """Read the figures anew."""

    need = Need.WRITE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        try:
            drafting.recount(row, by=self.user)
        except Issued:
            return self.page(row, status=409, too_late=_("The report is approved: its figures stay as they are."))
        toast(request, _("Figures read anew."))
        return self.back(row)


class Complete(OneReport):
    """Ready to be approved."""

    need = Need.WRITE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        try:
            drafting.complete(row, by=self.user)
        except drafting.Beaten:
            return self.back(row)  # somebody else has done so: the page says how it stands
        toast(request, _("Ready to be approved."), reverse("reports:take_back", args=[brand, report]))
        return self.back(row)


class TakeBack(OneReport):
    """There is more to write."""

    need = Need.WRITE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        try:
            drafting.take_back(row, by=self.user)
        except drafting.Beaten:
            return self.page(
                self.row(report), status=409, too_late=_("The report was approved before you took it back.")
            )
        toast(request, _("It is a draft again."))
        return self.back(row)


class Approve(OneReport):
    """Freeze it, and plan its mails."""

    need = Need.APPROVE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        try:
            drafting.approve(row, by=self.user)
        except drafting.Beaten:
            return self.back(row)
        sending.plan(row)
        toast(request, _("Approved. Nothing of it changes any more."))
        return self.back(row)


class SendNow(OneReport):
    """Do not wait for the recipients' hours."""

    need = Need.APPROVE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        if not row.issued:
            raise Http404
        sending.send_now(row, by=self.user)
        toast(request, _("Going out now."))
        return self.back(row)


class SendAgain(OneReport):
    """One delivery once more."""

    need = Need.APPROVE_REPORTS

    def post(self, request: HttpRequest, brand: str, report: str, report_delivery: str) -> HttpResponse:
        row = self.row(report)
        if sending.again(get_object_or_404(row.deliveries.select_related("mail"), public_id=report_delivery)):
            toast(request, _("It goes out again."))
        return self.back(row)


class ReportFile(OneReport):
    """The report as PDF or XLSX: of an approved one always the same bytes."""

    kind = ""

    def get(self, request: HttpRequest, brand: str, report: str) -> HttpResponse:
        row = self.row(report)
        try:
            data = issuing.file(row, self.kind, asked_language(request, row))
        except issuing.Damaged:
            return self.page(row, status=500, too_late=_damaged())
        return file_response(row, self.kind, data)


def _damaged() -> str:
    return _(
        "The file that was issued is missing or damaged in storage, and no other is given out in its place. "
        "Whoever runs cmhub can restore it from a backup."
    )


def file_response(row: WeeklyReport, kind: str, data: bytes) -> HttpResponse:
    """`data` as a download."""
    name = issuing.name_of(row, kind)
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=sending.MIMES[IssuedFile.Kind(kind)], headers=headers)
