"""The bell: who is told, once, and only of what they may still see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brands import notices, team
from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need, Role
from brands.scope import brand_scope
from core import clock


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register(
        Kind("kettle.boils", Need.MANAGE_SOURCES, "%(kettle)s boils", "bolt", lambda notice: f"/kettle/{notice.key}/")
    )


def tell(brand, key="k1", kettle="The blue one"):
    with brand_scope(brand.pk):
        return notices.tell(brand, "kettle.boils", key, kettle=kettle)


def test_those_whom_it_concerns_are_told_once_while_it_stands(brand, alice, bob, bob_in, charlie):
    assert tell(brand) == 2
    assert tell(brand) == 0
    assert [notices.unread(user) for user in (alice, bob, charlie)] == [1, 1, 0]
    with brand_scope(brand.pk):
        assert notices.settle("kettle.boils", ["k1"]) == 2
    assert notices.unread(alice) == 0, "what is over does not nag"
    assert tell(brand) == 2, "it boils again"
    assert [notice.settled_at is None for notice in notices.of(alice)] == [True, False]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CLIENT])
def test_who_could_do_nothing_about_it_is_not_told(brand, bob, bob_in):
    assert tell(brand) == 1
    assert not notices.of(bob).exists()


def test_who_leaves_the_brand_hears_no_more_of_it(brand, alice, bob, bob_in):
    tell(brand)
    team.remove_from_brand(bob_in, granter=Role.OWNER)
    assert notices.unread(bob) == 0
    assert notices.unread(alice) == 1


def test_the_page_tells_of_every_brand_of_a_person_and_of_no_other(client, brand, other_brand, alice, charlie):
    tell(brand, kettle="Ours 🫖")
    tell(other_brand, kettle="Theirs")
    client.force_login(alice)
    page = client.get(reverse("brands:notices")).content.decode()
    assert "Ours 🫖" in page
    assert "Theirs" not in page


def test_opening_a_notice_reads_it_and_leads_there(client, brand, alice, bob, bob_in):
    tell(brand)
    with brand_scope(brand.pk):
        own = Notice.objects.get(user=alice)
        bobs = Notice.objects.get(user=bob)
    client.force_login(alice)
    assert client.post(reverse("brands:notice", args=[own.public_id])).url == "/kettle/k1/"
    assert client.post(reverse("brands:notice", args=[bobs.public_id])).status_code == 404
    assert [notices.unread(user) for user in (alice, bob)] == [0, 1]


def test_all_are_read_at_once(client, brand, alice, bob, bob_in):
    tell(brand, "k1")
    tell(brand, "k2")
    client.force_login(alice)
    client.post(reverse("brands:notices_read"))
    assert [notices.unread(user) for user in (alice, bob)] == [0, 2]


def test_the_bell_stops_counting(client, brand, alice):
    for n in range(120):
        tell(brand, f"k{n}")
    client.force_login(alice)
    shell = client.get(reverse("brands:list")).context["shell"]
    assert shell.bell.count == notices.COUNT_UP_TO + 1


def test_old_notices_go(brand, alice):
    tell(brand)
    with brand_scope(brand.pk):
        Notice.objects.update(at=clock.now() - notices.KEEP - timedelta(hours=1))
    assert notices.sweep() == 1
    assert not notices.of(alice).exists()


def test_a_name_written_from_right_to_left_does_not_turn_the_sentence(brand, alice):
    tell(brand, kettle="غلاية")
    assert notices.sentence(notices.of(alice).get()) == "\u2068غلاية\u2069 boils"
