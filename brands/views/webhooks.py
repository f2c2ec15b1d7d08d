from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands import webhook_wording, webhooks
from brands.forms import WebhookForm
from brands.models import Delivery, Webhook
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core.ui import toast
from core.versions import StaleWrite

PAGE = 30


class Webhooks(BrandView):
    """The brand's webhooks, with the form for one more. The answer to that form shows its secret."""

    need = Need.MANAGE_WEBHOOKS
    section, tab = "settings", "webhooks"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(WebhookForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = WebhookForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                made, secret = webhooks.add(
                    self.brand, name=given["name"], address=given["address"], wanted=given["events"]
                )
            except webhooks.AddressTaken:
                form.add_error("address", _("The brand has a webhook with this address already."))
            except webhooks.TooMany:
                form.add_error(None, _("A brand has %(n)s webhooks at most. Remove one.") % {"n": webhooks.MOST})
            else:
                return self._page(WebhookForm(), made, secret)
        return self._page(form)

    def _page(self, form: WebhookForm, made: Webhook | None = None, secret: str = "") -> HttpResponse:
        rows = [
            {"webhook": webhook, "state": webhook_wording.state(webhook), "events": webhook_wording.events(webhook)}
            for webhook in Webhook.objects.order_by("name", "pk")
        ]
        context = {"form": form, "rows": rows, "made": made, "secret": secret}
        response = render(self.request, "brands/webhooks.html", context, status=422 if form.errors else 200)
        return _unkept(response) if made else response


class OfWebhook(BrandView):
    """A page of one webhook."""

    need = Need.MANAGE_WEBHOOKS
    section, tab = "settings", "webhooks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.webhook = get_object_or_404(Webhook, public_id=kwargs["webhook"])
        return super().dispatch(request, *args, **kwargs)

    def back(self, said: str = "") -> HttpResponse:
        if said:
            toast(self.request, said)
        return redirect("brands:webhook", brand=self.brand.public_id, webhook=self.webhook.public_id)

    def page(self, form: WebhookForm | None = None, secret: str = "") -> HttpResponse:
        log = Delivery.objects.filter(webhook=self.webhook).order_by("-created_at", "-pk")
        page = Paginator(log, PAGE).get_page(self.request.GET.get("page"))
        stood = Webhook.objects.get(pk=self.webhook.pk)
        shown = {name: getattr(stood, name) for name in ("version", "name", "address", "events")}
        context = {
            "webhook": stood,
            "state": webhook_wording.state(stood),
            "form": form or WebhookForm(initial=shown),
            "page": page,
            "rows": [
                {"delivery": row, "event": webhook_wording.event(row.event), "standing": webhook_wording.standing(row)}
                for row in page
            ],
            "secret": secret,
        }
        response = render(self.request, "brands/webhook.html", context, status=422 if form else 200)
        return _unkept(response) if secret else response


class WebhookPage(OfWebhook):
    """One webhook: what it is told, and the log of what it was told."""

    def get(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            webhooks.edit(self.webhook, seen=form.cleaned_data["version"] or 0, changes=form.changes())
        except webhooks.AddressTaken:
            form.add_error("address", _("The brand has a webhook with this address already."))
            return self.page(form)
        except StaleWrite as error:
            labels = {name: field.label for name, field in form.fields.items()}
            return conflict(request, error, back=request.path, labels=labels)
        return self.back(_("Saved."))


class Pause(OfWebhook):
    def post(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        webhooks.pause(self.webhook)
        return self.back(_("%(webhook)s is paused. What happens meanwhile is not told.") % {"webhook": self.webhook})


class Resume(OfWebhook):
    def post(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        webhooks.resume(self.webhook)
        return self.back(_("%(webhook)s is told again.") % {"webhook": self.webhook})


class Test(OfWebhook):
    """Sends an event of no meaning."""

    def post(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        webhooks.send_test(self.webhook)
        return self.back(_("A test is on its way. The log shows in a moment what came of it."))


class ChangeSecret(OfWebhook):
    """A new secret; the answer is the only page that shows it."""

    def post(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        return self.page(secret=webhooks.change_secret(self.webhook))


class Remove(OfWebhook):
    def post(self, request: HttpRequest, brand: str, webhook: str) -> HttpResponse:
        webhooks.remove(self.webhook)
        toast(request, _("%(webhook)s is removed, and its log with it.") % {"webhook": self.webhook})
        return redirect("brands:webhooks", brand=brand)


class DeliverAgain(OfWebhook):
    """Sends one more time what was taken, or given up."""

    def post(self, request: HttpRequest, brand: str, webhook: str, delivery: str) -> HttpResponse:
        row = get_object_or_404(Delivery, webhook=self.webhook, public_id=delivery)
        if not webhooks.deliver_again(row):
            return self.back(_("It has not arrived yet and is on its way already."))
        return self.back(_("It is on its way again, with the same id."))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
