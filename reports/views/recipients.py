from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, conflict
from core.text import whole
from core.ui import toast
from core.versions import StaleWrite
from reports import recipients
from reports.forms import RecipientForm, WishesForm
from reports.models import ReportRecipient
from reports.weekly import drafting


class Recipients(BrandView):
    """Who gets the report, and how the brand wants it made."""

    need = Need.APPROVE_REPORTS
    section, tab = "reports", "recipients"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = RecipientForm(request.POST, brand=self.brand)
        if not form.is_valid():
            return self._page(form)
        recipients.add(self.brand, by=self.user, **form.values)
        toast(request, _("They get the next report."))
        return redirect("reports:recipients", brand=brand)

    def _page(self, form: RecipientForm | None = None) -> HttpResponse:
        context = {
            "rows": ReportRecipient.objects.select_related("user").order_by("pk"),
            "form": form or RecipientForm(brand=self.brand, initial={"language": drafting.wishes(self.brand).language}),
            "wishes_form": WishesForm(instance=drafting.wishes(self.brand), auto_id="wishes_%s"),
        }
        return render(self.request, "reports/recipients.html", context, status=422 if form else 200)


class Wishes(BrandView):
    """How the brand wants its reports."""

    need = Need.APPROVE_REPORTS
    section, tab = "reports", "recipients"

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = WishesForm(request.POST, auto_id="wishes_%s")
        if form.is_valid():
            recipients.wish(self.brand, by=self.user, **form.cleaned_data)
            toast(request, _("Saved."))
        return redirect("reports:recipients", brand=brand)


class Recipient(BrandView):
    """How one of them wants it."""

    need = Need.APPROVE_REPORTS
    section, tab = "reports", "recipients"

    def get(self, request: HttpRequest, brand: str, recipient: str) -> HttpResponse:
        row = self._row(recipient)
        form = RecipientForm(brand=self.brand, recipient=row, initial=RecipientForm.values_of(row))
        return self._page(row, form)

    def post(self, request: HttpRequest, brand: str, recipient: str) -> HttpResponse:
        row = self._row(recipient)
        form = RecipientForm(request.POST, brand=self.brand, recipient=row)
        if not form.is_valid():
            return self._page(row, form)
        try:
            recipients.change(row, seen=whole(request.POST.get("version", "")), by=self.user, **form.values)
        except StaleWrite as error:
            labels = {name: field.label for name, field in form.fields.items() if name != "who"}
            back = reverse("reports:recipient", args=[brand, recipient])
            return conflict(request, error, back=back, labels=labels)
        toast(request, _("Saved."))
        return redirect("reports:recipients", brand=brand)

    def _row(self, recipient: str) -> ReportRecipient:
        rows = ReportRecipient.objects.select_related("user", "brand")
        found: ReportRecipient = get_object_or_404(rows, public_id=recipient)
        return found

    def _page(self, row: ReportRecipient, form: RecipientForm) -> HttpResponse:
        status = 422 if form.errors else 200
        return render(self.request, "reports/recipient.html", {"form": form, "recipient": row}, status=status)


class RemoveRecipient(BrandView):
    """They get it no more."""

    need = Need.APPROVE_REPORTS

    def post(self, request: HttpRequest, brand: str, recipient: str) -> HttpResponse:
        rows = ReportRecipient.objects.select_related("user", "brand")
        recipients.remove(get_object_or_404(rows, public_id=recipient), by=self.user)
        toast(request, _("They get no report any more."))
        return redirect("reports:recipients", brand=brand)
