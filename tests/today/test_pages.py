"""The first page of a brand and of all brands: what stands there, for whom, and at what price."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brands import workspaces
from brands.scope import brand_scope
from calendar_app.models import Publication
from core import clock
from monitoring.models import Mention, Reading, Topic
from tests.conftest import join
from tests.crisis import counted
from tests.today.conftest import post, signed_in
from today import heard, mattering

pytestmark = pytest.mark.django_db
State = Publication.State


def _url(brand) -> str:
    return reverse("today:brand", args=[brand.public_id])


def _queries(client, url) -> int:
    client.get(url)  # what a process keeps is read once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_new_brand_is_told_how_it_begins(alices, brand):
    page = alices.get(_url(brand)).content.decode()
    assert "A quiet beginning" in page
    assert reverse("monitoring:sources", args=[brand.public_id]) in page


def test_one_who_is_up_to_date_reads_that_nothing_waits(alices, brand):
    post(brand, State.DONE)
    page = alices.get(_url(brand)).content.decode()
    assert "Nothing waits for you" in page
    assert "You have read all that is negative or was seen by many." in page


def test_what_needs_a_person_stands_there_with_its_act(alices, brand):
    one = post(brand, State.FAILED, text="Fresh bread", last_error="Rejected")
    page = alices.get(_url(brand)).content.decode()
    assert "1 thing is waiting" in page
    assert "«Fresh bread» on Demo @blog" in page
    assert reverse("posts:post", args=[brand.public_id, one.post.public_id]) in page


def test_the_rail_counts_it_on_every_page(alices, brand):
    post(brand, State.FAILED)
    post(brand, State.HELD)
    page = alices.get(reverse("monitoring:topics", args=[brand.public_id])).content.decode()
    assert '<span class="count urgent">2<span class="visually-hidden"> waiting</span></span>' in page


def test_unread_mentions_that_matter_go_by_how_many_could_see_them(alices, alice, brand):
    with brand_scope(brand.pk):
        topic = counted.topic(brand)
        small, wide = counted.heard(topic, 2, "negative", text="Bad oats")
        Mention.objects.filter(pk=small.pk).update(reach=10, text="Bad and small")
        Mention.objects.filter(pk=wide.pk).update(reach=90_000, text="Bad and wide")
        (praised,) = counted.heard(topic, 1, "positive", text="Praised by many")
        Mention.objects.filter(pk=praised.pk).update(reach=mattering.WIDE)
        counted.heard(topic, 1, "positive", text="Praised by few")
        counted.heard(topic, 1, "negative", text="Bad but old", ago=timedelta(hours=25))
        read, handled = counted.heard(topic, 2, "negative", text="Bad but dealt with")
        Reading.objects.create(brand=brand, user=alice, mention=read, read_at=clock.now())
        Mention.objects.filter(pk=handled.pk).update(handled_at=clock.now())
        found = [one.text for one in mattering.of_brand(alice)]
        assert mattering.counts([brand.pk], alice) == {brand.pk: 3}
    assert found == ["Bad and wide", "Praised by many", "Bad and small"]
    page = alices.get(_url(brand)).content.decode()
    assert page.index("Bad and wide") < page.index("Bad and small")
    assert "Praised by few" not in page


def test_the_posts_of_today_stand_by_the_hour_with_their_states(alices, brand):
    noon = clock.now().astimezone(brand.zone).replace(hour=12, minute=0, second=0, microsecond=0)
    with clock.shifted(noon - clock.now()):
        post(brand, State.WAITING, due=timedelta(hours=3), text="Later")
        post(brand, State.DONE, due=timedelta(hours=-3), text="Earlier")
        post(brand, State.WAITING, due=timedelta(hours=20), text="Tomorrow")
        page = alices.get(_url(brand)).content.decode()
    assert page.index("09:00") < page.index("Earlier") < page.index("15:00") < page.index("Later")
    assert "Tomorrow" not in page
    assert "1 published · 1 to go" in page


def test_a_day_is_compared_with_usual_ones(brand):
    with brand_scope(brand.pk):
        topic = counted.topic(brand)
        counted.past(topic, days=10, n=4, negative=1)
        counted.heard(topic, 3, "negative")
        (one,) = heard.by(counted.HourlyCount.objects.filter(topic=topic), "topic_id").values()
    assert one.total == 22 * 4 + 3
    assert one.by_sentiment["negative"] == 22 + 3
    assert one.usual == pytest.approx(96)
    assert one.net == round(-100 * 25 / 91)


def test_what_is_new_is_compared_with_nothing(brand):
    with brand_scope(brand.pk):
        counted.heard(counted.topic(brand), 3, ago=timedelta(hours=30))
        (one,) = heard.by(counted.HourlyCount.objects.filter(topic=None), "topic_id").values()
    assert (one.total, one.usual, one.net) == (0, None, None)


def test_topics_stand_by_how_much_they_are_talked_about(alices, brand):
    with brand_scope(brand.pk):
        counted.heard(counted.topic(brand, "Oats"), 2)
        counted.heard(counted.topic(brand, "Prices"), 5)
        Topic.objects.create(brand=brand, name="Silence", query="x")
    page = alices.get(_url(brand)).content.decode()
    talk = page[page.index("talk-title") :]
    assert talk.index("Prices") < talk.index("Oats")
    assert "Silence" not in talk


def test_its_price_does_not_grow_with_what_is_there(alices, brand):
    with brand_scope(brand.pk):
        topic = counted.topic(brand)
        counted.heard(topic, 1, "negative")
    post(brand, State.FAILED)
    before = _queries(alices, _url(brand))
    with brand_scope(brand.pk):
        counted.heard(topic, 30, "negative")
    for _n in range(2):
        post(brand, State.FAILED)
    assert _queries(alices, _url(brand)) == before


def test_htmx_is_given_the_content_alone(alices, brand):
    answer = alices.get(_url(brand), headers={"HX-Request": "true", "HX-Target": "today"})
    assert answer.content.decode().lstrip().startswith('<div id="today"')
    assert "HX-Target" in answer.headers["Vary"]


@pytest.mark.parametrize("role", ["client"])
def test_clients_have_the_overview(brand, bob, bob_in):
    client = signed_in(bob)
    assert client.get(_url(brand)).status_code == 403
    entered = client.get(reverse("brands:enter", args=[brand.public_id]))
    assert entered.headers["Location"] == reverse("monitoring:overview", args=[brand.public_id])
    assert (
        reverse("today:brand", args=[brand.public_id]) not in client.get(entered.headers["Location"]).content.decode()
    )


@pytest.mark.parametrize("role", ["analyst"])
def test_analysts_are_not_asked_to_settle_anything(brand, bob, bob_in):
    post(brand, State.FAILED, text="Fresh bread")
    page = signed_in(bob).get(_url(brand)).content.decode()
    assert "Nothing waits for you" in page
    assert "New post" not in page


def test_after_sign_in_one_lands_there(alices, alice, brand, workspace):
    assert alices.get("/", follow=True).redirect_chain[-1][0] == _url(brand)
    workspaces.create_brand(workspace, "Verdea")
    assert alices.get("/").headers["Location"] == reverse("today:all")


def test_all_brands_stand_with_the_one_in_trouble_first(alices, brand, workspace):
    quiet, troubled = (workspaces.create_brand(workspace, name) for name in ("Aaa", "Zzz"))
    post(troubled, State.FAILED, text="Fresh bread")
    post(brand, State.HELD, text="Old bread")
    page = alices.get(reverse("today:all")).content.decode()
    assert page.index(">Zzz<") < page.index(f">{brand.name}<") < page.index(">Aaa<")
    assert "2 things are waiting" in page
    assert "«Fresh bread» on Demo @blog" in page
    assert _url(quiet) in page


def test_brands_of_others_and_those_one_may_not_read_are_not_there(alices, alice, brand, other_brand, charlie):
    join(other_brand, alice, "client")
    post(other_brand, State.FAILED, text="Fresh bread")
    page = alices.get(reverse("today:all")).content.decode()
    assert brand.name in page
    assert other_brand.name not in page
    assert "Fresh bread" not in page


def test_a_person_without_brands_is_told_so(charlie):
    page = signed_in(charlie).get(reverse("today:all")).content.decode()
    assert "No brand to look after" in page


def test_all_brands_cost_the_same_however_many_there_are(alices, brand, workspace):
    def brands(n):
        for number in range(n):
            made = workspaces.create_brand(workspace, f"Brand {number}")
            post(made, State.FAILED)
            with brand_scope(made.pk):
                counted.heard(counted.topic(made), 2, "negative")

    brands(1)
    before = _queries(alices, reverse("today:all"))
    brands(4)
    assert _queries(alices, reverse("today:all")) == before
