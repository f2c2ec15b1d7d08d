from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, conflict
from channels.models import Account
from core import clock
from core.ui import toast
from core.versions import StaleWrite
from monitoring import cleaning, hearing, polling, sources
from monitoring.forms import AddressForm, SourceForm, StreamForm, WordsForm
from monitoring.health import Health, explain, health
from monitoring.models import IMPORT, Source
from monitoring.streaming import standing
from monitoring.streaming.standing import Standing
from monitoring.wording import CONNECTING, DEAF, IMPORTED, STANDING, Chip
from networks import registry
from networks.naming import network_name
from networks.types import Found

DEMO = "demo"
SOON = timedelta(seconds=5)  # a source that is due is read at the schedule's next look


class SourcesPage(BrandView):
    """Every source of the brand. A posted address is looked at and added; of several feeds behind it people choose."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.MANAGE_SOURCES}
    section, tab = "listening", "sources"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(AddressForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        chosen = form.chosen(request.POST.getlist("choice"))
        if not chosen:
            form.show_finding()
            return self._page(form, finding=form.finding, network=registry.connector(form.finding.network))
        added = [self._add(form, found) for found in chosen]
        names = ", ".join(str(source) for source in added)
        toast(request, _("Listening to %(names)s. The first mentions come in a minute.") % {"names": names})
        return redirect("monitoring:mentions", brand=brand)

    def _add(self, form: AddressForm, found: Found) -> Source:
        network, keep = form.finding.network, form.kept
        try:
            return sources.add_source(
                self.brand, network, found.address, by=self.user, title=found.title, kind=found.kind, keep=keep
            )
        except sources.AlreadyThere as there:
            return there.source

    def _page(self, form: AddressForm, **more: Any) -> HttpResponse:
        listed = list(Source.objects.select_related("account").order_by("title", "address", "pk"))
        context = {
            "form": form,
            "asked": form.data.get("address", ""),
            "networks": registry.discoverers(),
            "streams": [one for one in registry.streamers() if one.key not in {source.network for source in listed}],
            "sources": [described(source) for source in listed],
            "accounts": with_accounts(listed),
            "manages": self.access.allows(Need.MANAGE_SOURCES),
            "demo": demo_runs(),
            "has_demo": any(source.network == DEMO for source in listed),
            **more,
        }
        return render(self.request, "monitoring/sources.html", context, status=422 if form.errors else 200)


class AddDemo(BrandView):
    """Listen to the network that this installation serves itself, with invented people."""

    need = Need.MANAGE_SOURCES

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        if not demo_runs():
            return redirect("monitoring:sources", brand=brand)
        try:
            sources.add_source(self.brand, DEMO, **sources.DEMO, by=self.user, title=_("Demo network"))
        except sources.AlreadyThere:
            toast(request, _("The demo network is there already."))
        else:
            toast(request, _("Listening to the demo network. The first mentions come in a minute."))
        return redirect("monitoring:mentions", brand=brand)


class AddStream(BrandView):
    """Listen to everything that a network tells, for what the brand's topics match."""

    need = Need.MANAGE_SOURCES

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        wanted = request.POST.get("network", "")
        streamer = next((one for one in registry.streamers() if one.key == wanted), None)
        if streamer is None:
            return redirect("monitoring:sources", brand=brand)
        try:
            source = sources.add_stream(self.brand, streamer, by=self.user)
        except sources.AlreadyThere as there:
            source = there.source
        toast(request, _("Listening to %(names)s.") % {"names": source})
        return redirect("monitoring:source", brand=brand, source=source.public_id)


class AddHearing(BrandView):
    """Listen with an account of the brand: to what is said to it, or for words that its network searches."""

    need = Need.MANAGE_SOURCES

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        account = get_object_or_404(Account, public_id=request.POST.get("account", ""))
        kind = request.POST.get("kind", "")
        if kind not in hearing.KINDS or not hearing.can(account, kind):
            raise Http404
        form = WordsForm(request.POST) if kind == Source.Kind.SEARCH else None
        if form and not form.is_valid():
            messages.error(request, str(form.errors["words"][0]))
            return redirect("monitoring:sources", brand=brand)
        words = form.cleaned_data["words"] if form else ""
        try:
            source = hearing.listen(self.brand, account, kind, words, by=self.user)
        except sources.AlreadyThere as there:
            source = there.source
        toast(request, _("Listening to %(names)s.") % {"names": source})
        return redirect("monitoring:source", brand=brand, source=source.public_id)


class SourcePage(BrandView):
    """One source: how it goes, and its settings."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.MANAGE_SOURCES}
    section, tab = "listening", "sources"

    def get(self, request: HttpRequest, brand: str, source: str) -> HttpResponse:
        row = get_object_or_404(Source, public_id=source)
        return self._page(row, _form_for(row).of(row))

    def post(self, request: HttpRequest, brand: str, source: str) -> HttpResponse:
        row = get_object_or_404(Source, public_id=source)
        form = _form_for(row)(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        here = reverse("monitoring:source", args=[brand, source])
        try:
            sources.edit(row, seen=form.cleaned_data.pop("version"), **form.cleaned_data)
        except StaleWrite as error:
            return conflict(request, error, back=here, labels=form.words())
        toast(request, _("Saved."))
        return redirect(here)

    def _page(self, row: Source, form: StreamForm) -> HttpResponse:
        context = {
            "source": row,
            "one": described(row),
            "form": form,
            "link": cleaning.address(row.home_url) or cleaning.address(row.address),
            "manages": self.access.allows(Need.MANAGE_SOURCES),
        }
        return render(self.request, "monitoring/source.html", context, status=422 if form.errors else 200)


class _Act(BrandView):
    """A button of a source's page."""

    need = Need.MANAGE_SOURCES

    def post(self, request: HttpRequest, brand: str, source: str) -> HttpResponse:
        row = get_object_or_404(Source.objects.exclude(network=IMPORT), public_id=source)  # nothing to poll
        self.act(row)
        return redirect("monitoring:source", brand=brand, source=source)

    def act(self, source: Source) -> None:
        raise NotImplementedError


class PollNow(_Act):
    def act(self, source: Source) -> None:
        polling.poll_now(source)
        toast(self.request, _("Polling %(source)s now.") % {"source": source})


class Pause(_Act):
    def act(self, source: Source) -> None:
        sources.pause(source)
        undo = reverse("monitoring:source_resume", args=[self.brand.public_id, source.public_id])
        toast(self.request, _("%(source)s is paused.") % {"source": source}, undo)


class Resume(_Act):
    def act(self, source: Source) -> None:
        sources.resume(source)
        toast(self.request, _("Listening to %(source)s again.") % {"source": source})


class Remove(BrandView):
    """Takes the source away; its mentions stay, and for 30 days it can come back."""

    need = Need.MANAGE_SOURCES

    def post(self, request: HttpRequest, brand: str, source: str) -> HttpResponse:
        row = get_object_or_404(Source, public_id=source)
        sources.remove(row)
        undo = reverse("monitoring:source_restore", args=[brand, source])
        toast(request, _("%(source)s removed. Its mentions stay.") % {"source": row}, undo)
        return redirect("monitoring:sources", brand=brand)


class Restore(BrandView):
    need = Need.MANAGE_SOURCES

    def post(self, request: HttpRequest, brand: str, source: str) -> HttpResponse:
        row = get_object_or_404(Source.with_deleted, public_id=source, deleted_at__isnull=False)
        try:
            row = sources.restore(row)
        except sources.AlreadyThere as there:
            row = there.source
        toast(request, _("%(source)s is back.") % {"source": row})
        return redirect("monitoring:source", brand=brand, source=row.public_id)


def described(source: Source) -> dict[str, Any]:
    """A source as the table and its page show it."""
    stream = standing.of(source)
    waits = source.state in {Source.State.WAITING, Source.State.RUNNING}
    return {
        "source": source,
        "network_name": network_name(source.network),
        "offers": offers(source.network),
        "chip": _chip(source, stream),
        "words": explain(source),
        "next_poll": max(source.not_before, clock.now() + SOON) if waits and not stream else None,
        "stream": stream,
    }


def with_accounts(listed: list[Source]) -> list[dict[str, Any]]:
    """Accounts of the brand that can be listened with, and what of it is listened to already."""
    there = {source.address for source in listed}
    found = []
    for account in Account.objects.filter(by_hand=False).order_by("network", "name", "pk"):
        mentions, search = (hearing.can(account, kind) for kind in hearing.KINDS)
        if mentions or search:
            heard = hearing.address(account) in there
            found.append(
                {
                    "account": account,
                    "network_name": network_name(account.network),
                    "mentions": mentions and not heard,
                    "heard": heard,
                    "search": search,
                }
            )
    return found


def offers(network: str) -> str:
    """What can be listened to on `network` and what cannot; "" for one that people add without typing an address."""
    return next((_(one.offers) for one in registry.discoverers() if one.key == network), "")


def _chip(source: Source, stream: Standing | None) -> Chip:
    if source.is_import:
        return IMPORTED
    if stream and stream.deaf and not source.paused:
        return DEAF
    how = health(source)
    return CONNECTING if stream and how == Health.NEW else STANDING[how]


def _form_for(source: Source) -> type[StreamForm]:
    return StreamForm if standing.is_stream(source) else SourceForm


def demo_runs() -> bool:
    """Whether this installation serves the demo network."""
    return bool(settings.CMHUB_DEMO_NETWORK_URL)
