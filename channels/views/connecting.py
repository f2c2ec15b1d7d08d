from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, PersonView
from channels import connecting, explaining, standing
from channels.forms import ConnectForm, HandForm
from channels.models import Account
from core.addresses import absolute
from networks import registry
from networks.accounts import Joinable
from networks.errors import NetworkError
from networks.naming import network_name
from networks.types import Capability


class _Connecting(BrandView):
    """What connecting and connecting again share."""

    need = Need.MANAGE_CHANNELS
    section = "channels"

    def sign_in(self, network: Joinable, again: Account | None = None) -> HttpResponse:
        """Take what was typed: the account's page at the end of it, or the form with what is wrong."""
        form = ConnectForm(network, self.request.POST)
        if not form.is_valid():
            return self.ask(network, form, again)
        typed = form.cleaned_data
        try:
            if network.by_journey:
                return self.send_off(network, typed, again)
            account = connecting.connect(self.brand, network.key, typed, by=self.user, again=again)
        except NetworkError as error:
            form.blame(error)
        except connecting.WrongAccount as wrong:
            form.add_error(None, _wrong(wrong))
        else:
            return connected(account)
        return self.ask(network, form, again)

    def ask(self, network: Joinable, form: ConnectForm, again: Account | None = None) -> HttpResponse:
        context = {"network": network, "form": form, "again": again, "can": standing.offered(network)}
        return render(self.request, "channels/sign_in.html", context, status=422 if form.errors else 200)

    def send_off(self, network: Joinable, typed: dict[str, str], again: Account | None) -> HttpResponse:
        """The page before the network's own. A form that redirected there would be stopped by our content policy."""
        url = connecting.begin(self.brand, network.key, typed, by=self.user, redirect_url=redirect_url(), again=again)
        context = {"network": network, "url": url, "host": urlsplit(url).hostname, "again": again}
        response = render(self.request, "channels/send_off.html", context)
        response["Cache-Control"] = "no-store"
        return response


class Connect(_Connecting):
    """Choose a network, then sign in there, or name an account that people publish on by hand."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        if not (wanted := request.GET.get("network", "")):
            return self._choice()
        network = _network(wanted)
        if Capability.ACCOUNTS in network.capabilities:
            return self.ask(network, ConnectForm(network))
        return self._by_hand(network, HandForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        network = _network(request.POST.get("network", ""))
        if Capability.ACCOUNTS in network.capabilities:
            return self.sign_in(network)
        form = HandForm(request.POST)
        if not form.is_valid():
            return self._by_hand(network, form)
        account = connecting.add_by_hand(self.brand, network.key, by=self.user, **form.cleaned_data)
        return connected(account)

    def _choice(self) -> HttpResponse:
        by_hand = registry.with_capability(Capability.BY_HAND)
        context = {
            "networks": [{"network": one, "can": standing.offered(one)} for one in registry.joinable()],
            "by_hand": [one for one in by_hand if Capability.ACCOUNTS not in one.capabilities],
        }
        return render(self.request, "channels/choose.html", context)

    def _by_hand(self, network: Joinable, form: HandForm) -> HttpResponse:
        context = {"network": network, "form": form}
        return render(self.request, "channels/by_hand.html", context, status=422 if form.errors else 200)


class Reconnect(_Connecting):
    """Sign in again as an account that the brand has."""

    def get(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = self._found(account)
        network = _network(row.network)
        return self.ask(network, ConnectForm(network, initial=ConnectForm.known_of(row)), row)

    def post(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = self._found(account)
        return self.sign_in(_network(row.network), row)

    @staticmethod
    def _found(account: str) -> Account:
        row: Account = get_object_or_404(Account.objects.filter(by_hand=False), public_id=account)
        return row


class Arrive(PersonView):
    """Where every network sends people back to: one address an installation, as networks want it. It leads on into the
    brand that the journey was begun in, and there it is settled who may."""

    need = Need.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        brand = connecting.brand_of(request.GET.get("state", ""))
        try:
            inside = reverse("channels:back", args=[brand])
        except NoReverseMatch:
            return redirect("home")
        return HttpResponseRedirect(f"{inside}?{request.GET.urlencode()}")


class Back(BrandView):
    """A person is back from the network: keep the account, or say why not."""

    need = Need.MANAGE_CHANNELS
    section = "channels"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        state, answer = request.GET.get("state", ""), request.GET.dict()
        try:
            account = connecting.finish(self.brand, state, answer, by=self.user, redirect_url=redirect_url())
        except connecting.JourneyOver:
            why = _("This sign-in was begun more than half an hour ago, or is used up. Begin again.")
        except connecting.Declined:
            why = _("You did not allow it there, so nothing was connected. Begin again when you want to.")
        except connecting.WrongAccount as wrong:
            why = _wrong(wrong)
        except NetworkError as error:
            why = explaining.typed(error)
        else:
            return connected(account)
        messages.error(request, why)
        return redirect("channels:connect", brand=brand)


def connected(account: Account) -> HttpResponse:
    """To the account's page, which says who it is and what it can do."""
    page = reverse("channels:account", args=[account.brand.public_id, account.public_id])
    return HttpResponseRedirect(f"{page}?connected")


def redirect_url() -> str:
    """Where networks send people back to."""
    return absolute(reverse("channels:arrive"))


def _network(key: str) -> Joinable:
    """The connector called `key`, if an account there can be connected or named. Raises Http404."""
    try:
        connector = registry.connector(key)
    except KeyError as error:
        raise Http404 from error
    if not {Capability.ACCOUNTS, Capability.BY_HAND} & connector.capabilities:
        raise Http404
    return cast("Joinable", connector)


def _wrong(wrong: connecting.WrongAccount) -> str:
    return _(
        "You signed in as %(found)s, and this is about %(wanted)s. Nothing has changed: sign in there as %(wanted)s, "
        "or connect %(found)s as an account of its own."
    ) % {"found": wrong.found.handle or network_name(wrong.wanted.network), "wanted": wrong.wanted}
