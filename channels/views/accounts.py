from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.models import Event
from brands.roles import Need
from brands.views.base import BrandView
from brands.wording import sentence
from channels import banners, explaining, health, removing, standing, waiting
from channels.models import Account
from channels.waiting import NOTHING, Waiting
from core.ui import toast
from networks.errors import NetworkError
from networks.naming import network_name

LATEST = 8


class Channels(BrandView):
    """The brand's accounts, those that need somebody first."""

    need = Need.READ_POSTS
    section = "channels"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        accounts = list(Account.objects.order_by("broken_at", "network", "name", "pk"))
        held = waiting.of([account for account in accounts if account.broken_at])
        context = {
            "accounts": [described(account, held.get(account.pk, NOTHING)) for account in accounts],
            "manages": self.access.allows(Need.MANAGE_CHANNELS),
        }
        return render(request, "channels/list.html", context)


class AccountPage(BrandView):
    """One account: who it is, how it stands, what it can do and what it cannot."""

    need = Need.READ_POSTS
    section = "channels"

    def get(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = get_object_or_404(Account, public_id=account)
        happened = Event.objects.filter(brand=self.brand, object_id=row.public_id).order_by("-at", "-pk")[:LATEST]
        context = {
            "one": described(row, waiting.of([row])[row.pk]),
            "account": row,
            "history": [{"at": event.at, "sentence": sentence(event)} for event in happened],
            "manages": self.access.allows(Need.MANAGE_CHANNELS),
            "pauses": self.access.allows(Need.PAUSE_PUBLISHING),
            "listens": self.access.allows(Need.MANAGE_SOURCES),
            "fresh": "connected" in request.GET,
        }
        return render(request, "channels/account.html", context)


class _Act(BrandView):
    """A button of an account's page."""

    need = Need.MANAGE_CHANNELS

    def post(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = get_object_or_404(Account.objects.filter(by_hand=False), public_id=account)
        self.act(row)
        return redirect("channels:account", brand=brand, account=account)

    def act(self, account: Account) -> None:
        raise NotImplementedError


class CheckNow(_Act):
    def act(self, account: Account) -> None:
        try:
            health.check(account)
        except NetworkError as error:
            messages.error(self.request, explaining.typed(error))
        else:
            toast(self.request, _("%(account)s answers: all is well.") % {"account": account})


class Remove(BrandView):
    """Takes the account away; what was published with it stays, and for 30 days it can come back."""

    need = Need.MANAGE_CHANNELS

    def post(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = get_object_or_404(Account, public_id=account)
        removing.remove(row)
        undo = reverse("channels:restore", args=[brand, account])
        toast(request, _("%(account)s removed. What waits for it is held.") % {"account": row}, undo)
        return redirect("channels:list", brand=brand)


class Restore(BrandView):
    need = Need.MANAGE_CHANNELS

    def post(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = get_object_or_404(Account.with_deleted.exclude(deleted_at=None), public_id=account)
        if not removing.restore(row):
            messages.error(request, _("It was removed more than 30 days ago. Connect it again: its history is there."))
            return redirect("channels:connect", brand=brand)
        toast(request, _("%(account)s is back.") % {"account": row})
        return redirect("channels:account", brand=brand, account=account)


def described(account: Account, held: Waiting) -> dict[str, Any]:
    """An account as its card and its page show it."""
    return {
        "account": account,
        "network_name": network_name(account.network),
        "host": urlsplit(account.base).hostname or account.base,
        "chip": standing.chip(account),
        "words": standing.words(account),
        "abilities": standing.abilities(account),
        "waits": banners.waits(held) if account.broken_at else "",
    }
