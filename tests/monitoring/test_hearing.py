from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brands.scope import brand_scope
from channels import connecting, health, removing
from channels.models import Account
from core import clock, jobs
from monitoring import hearing, polling, sources
from monitoring.health import explain
from monitoring.models import Mention, Source
from networks.errors import AuthExpired, RateLimited
from networks.types import Capability, Item, Page
from tests.channels.conftest import account, english, fake, fakes  # noqa: F401
from tests.channels.fake import SECRET

SAID = Item("https://fake.example/1", "@lumbre ¿abrís mañana?", posted_at=clock.now() - timedelta(hours=1))
TYPED = {"site": "fake.example", "password": SECRET}


@pytest.fixture
def source(account, brand, alice) -> Source:  # noqa: F811
    return hearing.listen(brand, account, Source.Kind.MENTIONS, "", by=alice)


def poll(source: Source) -> Source:
    Source.objects.filter(pk=source.pk).update(not_before=clock.now())
    (claimed,) = jobs.claim_due(polling.queue().filter(pk=source.pk), limit=1)
    polling.poll(claimed)
    return Source.objects.select_related("account").get(pk=source.pk)


def test_what_is_said_to_the_account_becomes_mentions(source, fake):  # noqa: F811
    fake.page = Page(items=(SAID,), cursor={"newest": "1"})
    row = poll(source)
    assert (row.title, row.kind, row.cursor) == ("Mentions of Fakebook @lumbre", "mentions", {"newest": "1"})
    assert Mention.objects.get().text == SAID.text
    assert fake.logins[-1].secret == {"password": SECRET}


def test_a_search_asks_for_its_words(account, brand, fake, alice):  # noqa: F811
    found = hearing.listen(brand, account, Source.Kind.SEARCH, "café / «lumbre»", by=alice)
    poll(found)
    assert fake.asked[-1] == "search café / «lumbre»"
    with pytest.raises(sources.AlreadyThere):
        hearing.listen(brand, account, Source.Kind.SEARCH, "café / «lumbre»", by=alice)


def test_a_dead_token_is_renewed_once_and_the_read_goes_on(source, fake):  # noqa: F811
    Account.objects.update(renewable=True)
    real, said = fake.notifications, []

    def expired_first(login, cursor):
        said.append(dict(login.secret))
        if len(said) == 1:
            raise AuthExpired("HTTP 401")
        return real(login, cursor)

    fake.notifications = expired_first
    assert poll(source).last_success_at is not None
    assert said == [{"password": SECRET}, {"token": f"new after {SECRET}"}]
    assert Account.objects.get().broken_at is None


def test_signed_out_breaks_the_account_and_the_source_waits_until_it_is_back(source, brand, fake, alice):  # noqa: F811
    fake.refuses = AuthExpired("HTTP 401")
    row = poll(source)
    assert Account.objects.get().broken_at is not None
    assert (row.state, row.attempts, row.last_error) == ("waiting", 0, "AccountAway")
    assert explain(row).startswith("Reconnect the account")
    assert row.not_before > clock.now() + timedelta(minutes=40)
    asked = len(fake.asked)
    poll(source)
    assert len(fake.asked) == asked  # nobody knocks with a dead token
    fake.refuses = None
    connecting.connect(brand, "fake", TYPED, by=alice)
    row = Source.objects.get(pk=source.pk)
    assert (row.last_error, row.not_before <= clock.now()) == ("", True)


def test_a_wait_is_the_accounts_and_holds_its_other_sources(source, account, brand, fake, alice):  # noqa: F811
    until = clock.now() + timedelta(hours=1)
    fake.refuses = RateLimited("HTTP 429", until=until)
    assert poll(source).not_before == until
    assert Account.objects.get().wait_until == until
    asked = len(fake.asked)
    other = hearing.listen(brand, account, Source.Kind.SEARCH, "café", by=alice)
    assert poll(other).not_before == until
    assert len(fake.asked) == asked


def test_a_removed_account_is_not_used(source, account, fake):  # noqa: F811
    removing.remove(account)
    asked = len(fake.asked)
    assert poll(source).last_error == "AccountAway"
    assert len(fake.asked) == asked


class TestPage:
    @pytest.fixture
    def page(self, client, account, brand, alice):  # noqa: F811
        client.force_login(alice)
        client.shown = lambda: client.get(reverse("monitoring:sources", args=[brand.public_id])).content.decode()
        client.add = lambda **data: client.post(
            reverse("monitoring:add_hearing", args=[brand.public_id]), {"account": account.public_id, **data}
        )
        return client

    def test_an_account_is_offered_until_it_is_heard(self, page, account):  # noqa: F811
        assert "Listen to its mentions and replies" in page.shown()
        page.add(kind="mentions")
        assert Source.objects.get().account == account
        assert "Listen to its mentions and replies" not in page.shown()
        assert "Its mentions and replies are heard" in page.shown()

    def test_a_search_needs_words(self, page):
        page.add(kind="search", words=" ")
        assert Source.objects.count() == 0
        page.add(kind="search", words="café de especialidad")
        assert hearing.query_of(Source.objects.get()) == "café de especialidad"

    def test_what_the_account_cannot_is_not_offered_and_refused(self, page, account, fake):  # noqa: F811
        fake.lacks = {Capability.SEARCH: "No search here.", Capability.MENTIONS: "No rights."}
        health.check(account)
        assert "Listen with your accounts" not in page.shown()
        assert page.add(kind="mentions").status_code == 404
        assert page.add(kind="posts").status_code == 404
        assert Source.objects.count() == 0

    def test_another_brands_account_is_not_there(self, page, other_brand, charlie, fake):  # noqa: F811
        with brand_scope(other_brand.pk):
            theirs = connecting.connect(other_brand, "fake", TYPED, by=charlie)
        assert page.add(kind="mentions", account=theirs.public_id).status_code == 404
        assert Source.all_brands.count() == 0
