"""An account of the brand on a Mastodon of our own, from the pages: connected, heard, signed out, connected again."""

from __future__ import annotations

import urllib.parse

import pytest
from django.urls import reverse

from brands.models import Notice
from brands.scope import brand_scope
from calendar_app import native
from calendar_app.models import OwnFeed, Post
from channels import health
from channels.models import Account
from core import clock
from monitoring import polling
from monitoring.models import Mention, Source
from tests.networks import test_mastodon_member as member
from tests.networks.test_mastodon_member import instance  # noqa: F401


@pytest.fixture
def page(client, brand, alice, instance, settings, monkeypatch):  # noqa: F811
    client.force_login(alice)
    settings.CMHUB_PUBLIC_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr(member, "BACK", "http://127.0.0.1:8000/channels/back/")

    def connect(answer: str = "yes"):
        left = client.post(
            reverse("channels:connect", args=[brand.public_id]), {"network": "mastodon", "instance": instance.base}
        )
        return client.get(reverse("channels:arrive"), member.agree(left.context["url"], answer), follow=True)

    client.connect = connect
    return client


def test_from_connecting_to_connecting_again(page, brand, instance):  # noqa: F811
    page.connect()
    with brand_scope(brand.pk):
        account = Account.objects.get()
        assert (account.name, account.handle) == ("Ana", "@ana@127.0.0.1")
        shown = page.get(reverse("channels:account", args=[brand.public_id, account.public_id])).content.decode()
        (token,) = instance.members.tokens
        assert token not in shown

        page.post(
            reverse("monitoring:add_hearing", args=[brand.public_id]),
            {"account": account.public_id, "kind": "mentions"},
        )
        instance.members.say_to("ana", "<p>@ana ¿abrís mañana?</p>")
        assert polling.poll_due() == 1
        assert Mention.objects.get().text == "@ana ¿abrís mañana?"

        instance.post("<p>Hoy abrimos antes</p>", by="ana")
        native.follow_accounts()
        assert native.read_due() == 1
        assert [post.content["text"] for post in Post.objects.filter(native=True)] == ["Hoy abrimos antes"]

        instance.members.tokens.clear()
        Account.objects.update(not_before=clock.now())
        assert health.look_after_due() == 1
        broken = Account.objects.get()
        assert broken.broken_at is not None
        assert Notice.objects.filter(kind="account.broken", settled_at=None).count() == 1
        Source.objects.update(not_before=clock.now())
        OwnFeed.objects.update(not_before=clock.now())
        assert (polling.poll_due(), native.read_due()) == (1, 0)
        assert Source.objects.get().last_error == "AccountAway"

        page.connect()
        again = Account.objects.get()
        assert (again.pk, again.broken_at) == (account.pk, None)
        assert Source.objects.get().not_before <= clock.now()


def test_who_denies_it_there_is_told_that_nothing_happened(page, brand):
    answer = page.connect("no")
    assert answer.redirect_chain[-1] == (reverse("channels:connect", args=[brand.public_id]), 302)
    assert "nothing was connected" in answer.content.decode()
    with brand_scope(brand.pk):
        assert Account.with_deleted.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("http://127.0.0.1:1", "There is no answer from there."),
        ("http://10.0.0.1", ""),
        ("not an address", "This is no address of an instance. It looks like mastodon.social."),
    ],
)
def test_a_wrong_instance_is_said_at_the_field(page, brand, settings, typed, words):
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({"127.0.0.1:1"})
    address = reverse("channels:connect", args=[brand.public_id])
    answer = page.post(address, {"network": "mastodon", "instance": typed})
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["instance"]
    assert words in said
    assert urllib.parse.unquote(said).endswith(".")
