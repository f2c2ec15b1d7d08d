from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from brands.scope import brand_scope
from calendar_app import native
from calendar_app.models import OwnFeed, Post, Publication, SentPart
from channels.models import Account
from core import clock
from networks.errors import AuthExpired, RateLimited
from networks.types import Item, Page
from tests.calendar_app import planned
from tests.channels.conftest import account, fake, fakes  # noqa: F401

AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def said(name: str, text: str = "Hoy abrimos antes", **more) -> Item:
    return Item(f"https://fake.example/{name}", text, url=f"https://fake.example/{name}", posted_at=AT, **more)


@pytest.fixture
def read(account, fake):  # noqa: F811
    """Reads the account's feed as a worker does when it is due."""

    def now(*items: Item, cursor=None) -> OwnFeed:
        native.follow_accounts()
        fake.page = Page(items=items, cursor=cursor or {})
        OwnFeed.all_brands.update(not_before=clock.now())
        native.read_due()
        return OwnFeed.objects.get()

    return now


def publication(account, name: str = "1", **fields) -> Publication:  # noqa: F811
    post = Post.objects.create(brand=account.brand, stage="scheduled", content={"text": "Nuestra"}, due_at=AT)
    named = {"external_id": f"https://fake.example/{name}", "state": "done"}
    return Publication.objects.create(brand=account.brand, post=post, account=account, **{**named, **fields})


def test_a_native_post_stands_in_the_calendar_once(read, account):  # noqa: F811
    feed = read(said("1"), said("2", "Y mañana también"), cursor={"newest": "2"})
    read(said("1"), said("2", "Y mañana también"))
    assert feed.cursor == {"newest": "2"}
    post = Post.objects.get(content__text="Hoy abrimos antes")
    assert (post.native, post.stage, post.due_at, str(post.wall_time)) == (True, "scheduled", AT, "10:30:00")
    (out,) = post.publications.all()
    assert (out.state, out.native, out.account, out.published_at) == ("done", True, account, AT)
    assert (out.external_id, out.url) == ("https://fake.example/1", "https://fake.example/1")
    assert Post.objects.count() == 2


@pytest.mark.parametrize("network", ["mastodon", "bluesky", "wordpress", "demo"])
def test_accounts_of_every_network_that_tells_are_followed(in_brand, network):
    theirs = planned.account("Lumbre", network)
    planned.account("Por la mano", "instagram")
    assert native.follow_accounts() == 1
    assert OwnFeed.objects.get().account == theirs


def test_an_edit_is_followed(read):
    read(said("1"))
    read(said("1", "Hoy abrimos a las ocho"))
    assert Post.objects.get().content == {"text": "Hoy abrimos a las ocho"}


def test_answers_and_what_has_no_date_stay_out(read):
    read(said("1", reply_to="https://other.example/9"), Item("https://fake.example/2", "¿Cuándo?"))
    assert Post.objects.count() == 0


def test_what_cmhub_sent_is_not_brought_in(read, account):  # noqa: F811
    sent = publication(account)
    part = {"handle": {}, "external_id": "https://fake.example/2", "sent_at": AT}
    SentPart.objects.create(brand=account.brand, publication=sent, number=1, moment=AT, **part)
    read(said("1"), said("2"))
    assert Post.objects.filter(native=True).count() == 0


@pytest.mark.parametrize("state", ["running", "unknown"])
def test_while_something_is_undecided_nothing_is_brought_in_and_nothing_forgotten(read, account, state):  # noqa: F811
    doubtful = publication(account, external_id="", state=state)
    assert read(said("1"), cursor={"newest": "1"}).cursor == {}
    assert Post.objects.filter(native=True).count() == 0
    Publication.objects.filter(pk=doubtful.pk).update(state="done", external_id="https://fake.example/1")
    read(said("1"))
    assert Post.objects.filter(native=True).count() == 0


def test_what_turns_out_to_be_cmhubs_own_goes(read, account):  # noqa: F811
    read(said("1"))
    publication(account)
    read(said("1"))
    assert [post.native for post in Post.objects.all()] == [False]


def test_a_post_that_a_person_hid_stays_hidden(read):
    read(said("1"))
    Post.objects.update(deleted_at=clock.now())
    read(said("1"))
    assert Post.objects.count() == 0


def test_the_database_holds_it_to_once(read, account):  # noqa: F811
    read(said("1"))
    with pytest.raises(IntegrityError), transaction.atomic():
        publication(account, native=True)


def test_a_wait_is_the_whole_accounts(read, account, fake):  # noqa: F811
    until = clock.now() + timedelta(hours=1)
    fake.refuses = RateLimited("HTTP 429", until=until)
    assert read().not_before == until
    assert Account.objects.get().wait_until == until
    asked = len(fake.asked)
    assert read().not_before == until
    assert len(fake.asked) == asked


def test_a_dead_token_makes_the_accounts_own_check_due(read, account, fake):  # noqa: F811
    Account.objects.update(not_before=clock.now() + timedelta(hours=6))
    fake.refuses = AuthExpired("HTTP 401")
    assert read().last_error == "AuthExpired"
    assert Account.objects.get().not_before <= clock.now()


def test_a_broken_account_is_left_alone_and_other_brands_have_their_own(read, account, fake, other_brand):  # noqa: F811
    Account.objects.update(broken_at=clock.now())
    read(said("1"))
    assert Post.objects.count() == 0
    with brand_scope(other_brand.pk):
        assert OwnFeed.objects.count() == 0
