from __future__ import annotations

import io
import json
import logging
import zipfile

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.urls import reverse

from brands import portability
from brands.scope import brand_scope
from channels import health, waiting
from channels.models import Account, Journey
from channels.waiting import Waiting
from cmhub.logs import JsonLine
from core import clock
from networks.errors import AuthExpired, NotAllowed, Rejected, Unavailable
from tests.channels.fake import SECRET
from tests.conftest import join

TYPED = {"network": "fake", "site": "fake.example", "password": SECRET}


@pytest.fixture
def page(client, brand, alice, fakes):
    """Addresses of Alice's brand, opened by her."""
    client.force_login(alice)

    def url(name: str, *more: str) -> str:
        return reverse(f"channels:{name}", args=[brand.public_id, *more])

    client.url = url
    return client


def only(brand) -> Account:
    with brand_scope(brand.pk):
        return Account.with_deleted.get()


def test_an_empty_brand_is_led_to_connecting(page):
    assert page.url("connect") in page.get(page.url("list")).content.decode()


def test_choosing_shows_networks_and_those_by_hand(page):
    shown = page.get(page.url("connect")).content.decode()
    for part in ("?network=fake", "Fakebook", "?network=linkedin", "LinkedIn"):
        assert part in shown


def test_connecting_ends_with_who_it_is(page, brand):
    answer = page.post(page.url("connect"), TYPED, follow=True)
    assert answer.redirect_chain == [(page.url("account", only(brand).public_id) + "?connected", 302)]
    shown = answer.content.decode()
    assert "Connected as Cafés Lumbre." in shown
    assert "publish posts" in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("error", "field", "words"),
    [
        (AuthExpired("HTTP 401"), "password", "were not accepted there"),
        (NotAllowed("Application passwords are switched off on this site."), "password", "are switched off on this"),
        (Unavailable("Name or service not known"), "site", "There is no answer from there."),
        (Rejected("This is no site of Fakebook."), "site", "This is no site of Fakebook."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(page, brand, fake, error, field, words):
    fake.refuses = error
    answer = page.post(page.url("connect"), TYPED)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    assert SECRET not in answer.content.decode()
    with brand_scope(brand.pk):
        assert Account.with_deleted.count() == 0


def test_an_empty_field_asks_nobody(page, fake):
    assert page.post(page.url("connect"), {"network": "fake"}).status_code == 422
    assert fake.asked == []


@pytest.mark.parametrize("network", ["feed", "nothing", "jetstream"])
def test_networks_without_accounts_are_not_there(page, network):
    assert page.get(page.url("connect"), {"network": network}).status_code == 404
    assert page.post(page.url("connect"), {"network": network}).status_code == 404


def test_the_journey_goes_over_a_link_and_comes_back_into_the_brand(page, brand, journey):
    left = page.post(page.url("connect"), {"network": "fakeoauth", "instance": "fake.example"})
    assert f'href="https://fake.example/authorize?state={journey.state}"' in left.content.decode()
    back = page.get(reverse("channels:arrive"), {"state": journey.state, "code": "c0de"}, follow=True)
    assert [url.partition("?")[0] for url, _ in back.redirect_chain] == [
        page.url("back"),
        page.url("account", only(brand).public_id),
    ]
    assert only(brand).login().secret == {"token": "token of c0de"}


def test_a_used_journey_says_begin_again(page, brand):
    back = page.get(page.url("back"), {"state": "x.y", "code": "c0de"}, follow=True)
    assert back.redirect_chain == [(page.url("connect"), 302)]
    assert "Begin again." in back.content.decode()


def test_a_stranger_does_not_finish_alices_journey(page, brand, journey, charlie):
    page.post(page.url("connect"), {"network": "fakeoauth", "instance": "fake.example"})
    page.force_login(charlie)
    back = page.get(reverse("channels:arrive"), {"state": journey.state, "code": "c0de"}, follow=True)
    assert back.status_code == 404
    with brand_scope(brand.pk):
        assert (Account.with_deleted.count(), Journey.objects.count()) == (0, 1)


@pytest.mark.parametrize("state", ["", "x", "../../etc.x", "a" * 5000 + ".b"])
def test_a_state_that_names_no_brand_leads_home(page, state):
    assert page.get(reverse("channels:arrive"), {"state": state}).status_code in (302, 404)


def test_reconnecting_fills_in_what_is_known_and_no_secret(page, brand, fake):
    page.post(page.url("connect"), TYPED)
    shown = page.get(page.url("reconnect", only(brand).public_id)).content.decode()
    assert 'value="https://fake.example"' in shown
    assert SECRET not in shown


def test_by_hand_needs_something_to_tell_it_apart(page, brand):
    refused = page.post(page.url("connect"), {"network": "linkedin", "name": "Lumbre"})
    assert refused.status_code == 422
    assert "handle" in refused.context["form"].errors
    answer = page.post(page.url("connect"), {"network": "linkedin", "name": "Lumbre", "handle": "lumbre"}, follow=True)
    assert "pastes the address back" in answer.content.decode()
    assert (only(brand).handle, only(brand).by_hand) == ("@lumbre", True)


def test_check_now_says_what_it_found(page, brand, fake):
    page.post(page.url("connect"), TYPED)
    account = only(brand).public_id
    assert "all is well" in page.post(page.url("check", account), follow=True).content.decode()
    fake.refuses = AuthExpired("HTTP 401")
    assert "were not accepted there" in page.post(page.url("check", account), follow=True).content.decode()
    assert only(brand).broken_at is not None


def test_removing_can_be_undone(page, brand):
    page.post(page.url("connect"), TYPED)
    account = only(brand).public_id
    page.post(page.url("remove", account))
    assert only(brand).deleted_at is not None
    assert page.get(page.url("account", account)).status_code == 404
    page.post(page.url("restore", account))
    assert only(brand).deleted_at is None


class TestBanner:
    @pytest.fixture
    def broken(self, page, brand):
        page.post(page.url("connect"), TYPED)
        with brand_scope(brand.pk):
            health.mark_broken(Account.objects.get(), AuthExpired("HTTP 401"))
        return only(brand)

    def test_every_page_says_what_waits(self, page, brand, broken, monkeypatch):
        monkeypatch.setattr(waiting, "_counters", [lambda pks: {pk: Waiting(4, clock.now()) for pk in pks}])
        shown = page.get(reverse("brands:profile", args=[brand.public_id])).content.decode()
        assert "Fakebook @lumbre disconnected today at" in shown
        assert "4 posts are waiting; the first is due today at" in shown
        assert page.url("reconnect", broken.public_id) in shown

    @pytest.mark.parametrize("role", ["community"])
    def test_who_cannot_reconnect_is_led_to_why(self, page, brand, broken, bob_in):
        page.force_login(bob_in.member.user)
        shown = page.get(reverse("monitoring:overview", args=[brand.public_id])).content.decode()
        assert page.url("reconnect", broken.public_id) not in shown
        assert "See why" in shown

    def test_clients_and_other_brands_do_not_see_it(self, page, brand, broken, bob, other_brand, charlie):
        join(brand, bob, "client")
        page.force_login(bob)
        assert "disconnected" not in page.get(reverse("monitoring:overview", args=[brand.public_id])).content.decode()
        page.force_login(charlie)
        shown = page.get(reverse("monitoring:overview", args=[other_brand.public_id])).content.decode()
        assert "disconnected" not in shown


class TestSecrets:
    def test_logs_do_not_hold_it(self, account, fake):
        said = io.StringIO()
        handler = logging.StreamHandler(said)
        handler.setFormatter(JsonLine())
        logging.getLogger().addHandler(handler)
        try:
            fake.refuses = RuntimeError("the connector fell over")
            health.look_after_due()
            logging.getLogger("channels").error("%r %s %r", account, account.login(), vars(account.login().__class__))
            logging.getLogger("channels").error("odd", extra={"account": account, "login": account.login()})
        finally:
            logging.getLogger().removeHandler(handler)
        assert "the connector fell over" in said.getvalue()
        assert SECRET not in said.getvalue()

    def test_the_archive_does_not_hold_it(self, account, brand):
        out = io.BytesIO()
        portability.export(brand.workspace, out)
        archive = zipfile.ZipFile(out)
        (line,) = archive.read("tables/channels.account.jsonl").decode().splitlines()
        assert json.loads(line)["fields"]["handle"] == "@lumbre"
        assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())
        assert "secret" not in json.loads(line)["fields"]

    def test_keys_rotate_over_it(self, account, settings):
        old = list(settings.CMHUB_FIELD_KEYS)
        settings.CMHUB_FIELD_KEYS = [Fernet.generate_key().decode(), *old]
        call_command("reencrypt", stdout=io.StringIO())
        settings.CMHUB_FIELD_KEYS = settings.CMHUB_FIELD_KEYS[:1]
        assert Account.objects.get().login().secret == {"password": SECRET}
