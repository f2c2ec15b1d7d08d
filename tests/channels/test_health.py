from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from brands.models import Event, Notice
from brands.scope import brand_scope
from channels import connecting, forecast, health, removing, standing, tokens, waiting
from channels.models import Account
from channels.waiting import Waiting
from core import clock
from networks.errors import AuthExpired, Gone, NotAllowed, RateLimited, Unavailable
from networks.types import Capability
from tests.channels.fake import SECRET

TYPED = {"site": "fake.example", "password": SECRET}
HOUR = timedelta(hours=1)


def reread(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


class TestLookingAfter:
    def test_a_new_account_is_checked_and_again_in_six_hours(self, account, fake):
        assert health.look_after_due() == 1
        row = reread(account)
        assert fake.asked == ["connect", "check"]
        assert timedelta(hours=5.3) < row.not_before - clock.now() < timedelta(hours=6.7)
        assert (row.state, row.claim) == ("waiting", None)
        assert health.look_after_due() == 0

    def test_it_goes_by_what_the_account_is_now_called(self, account, fake):
        fake.handle = "@lumbre.cafe"
        fake.lacks = {Capability.PUBLISH: "Only editors may publish."}
        health.look_after_due()
        row = reread(account)
        assert row.handle == "@lumbre.cafe"
        assert [(a.key, a.why_not) for a in standing.abilities(row)] == [
            ("publish", "Only editors may publish."),
            ("own_posts", ""),
            ("mentions", ""),
            ("search", ""),
        ]

    def test_signed_out_means_broken_told_once(self, account, fake, bob_in):
        fake.refuses = AuthExpired("HTTP 401")
        health.look_after_due()
        row = reread(account)
        assert row.broken_at is not None
        assert (row.last_error, row.can_publish) == ("AuthExpired", False)
        assert Notice.objects.count() == 2  # Alice and Bob
        with clock.shifted(7 * HOUR):
            assert health.look_after_due() == 1
        assert Notice.objects.count() == 2
        assert Event.objects.filter(verb="account.broken").count() == 1

    def test_a_broken_account_that_answers_again_is_well(self, account, fake):
        fake.refuses = NotAllowed("HTTP 403")
        health.look_after_due()
        fake.refuses = None
        with clock.shifted(7 * HOUR):
            health.look_after_due()
        assert (reread(account).broken_at, reread(account).last_error) == (None, "")
        assert Notice.objects.filter(settled_at=None).count() == 0

    def test_why_it_is_broken_is_not_overwritten_by_a_bad_day(self, account, fake):
        health.mark_broken(account, AuthExpired("HTTP 401"))
        fake.refuses = Unavailable("timed out")
        health.look_after_due()
        assert reread(account).last_error == "AuthExpired"

    def test_a_site_that_does_not_answer_is_asked_again_and_never_broken(self, account, fake):
        fake.refuses = Unavailable("timed out")
        for hours in range(20):
            with clock.shifted(hours * 8 * HOUR):
                health.look_after_due()
        row = reread(account)
        assert (row.broken_at, row.attempts) == (None, 20)
        assert standing.chip(row).label == "Does not answer"

    def test_an_address_without_anything_is_broken_at_the_fourth_time(self, account, fake):
        fake.refuses = Gone("HTTP 404")
        for hours in range(4):
            assert reread(account).broken_at is None
            with clock.shifted(hours * 8 * HOUR):
                health.look_after_due()
        assert reread(account).broken_at is not None

    def test_a_wait_is_the_whole_accounts(self, account, fake):
        until = clock.now() + 2 * HOUR
        fake.refuses = RateLimited("HTTP 429", until=until)
        health.look_after_due()
        row = reread(account)
        assert (row.wait_until, row.not_before, row.attempts, row.broken_at) == (until, until, 0, None)

    def test_a_mistake_of_ours_does_not_stop_the_others(self, account, fake):
        fake.refuses = ZeroDivisionError()
        assert health.look_after_due() == 1
        assert (reread(account).broken_at, reread(account).attempts) == (None, 1)

    def test_removed_accounts_are_left_alone(self, account, fake):
        removing.remove(account)
        assert health.look_after_due() == 0

    def test_a_dead_workers_account_is_due_again(self, account):
        from core import jobs

        jobs.claim_due(health.queue(), limit=1)
        with clock.shifted(timedelta(minutes=2)):
            assert health.sweep() == 1
        assert reread(account).state == "waiting"


class TestBroken:
    def test_an_error_of_the_old_tokens_does_not_break_the_new(self, account, brand, fake, alice):
        before = reread(account)
        connecting.connect(brand, "fake", TYPED, by=alice)
        assert health.mark_broken(before, AuthExpired("late")) is False
        assert reread(account).broken_at is None

    def test_a_person_who_checks_sees_what_is_wrong(self, account, fake):
        fake.refuses = AuthExpired("HTTP 401")
        with pytest.raises(AuthExpired):
            health.check(account)
        assert reread(account).broken_at is not None

    def test_a_person_who_checks_a_silent_site_breaks_nothing(self, account, fake):
        fake.refuses = Unavailable("timed out")
        with pytest.raises(Unavailable):
            health.check(account)
        assert reread(account).broken_at is None


class TestTokens:
    def connected(self, brand, fake, alice, life=timedelta(days=60), **more) -> Account:
        fake.expires_at, fake.renewable = clock.now() + life, more.get("renewable", True)
        return connecting.connect(brand, "fake", TYPED, by=alice)

    def test_they_are_renewed_in_the_last_third_of_their_life(self, in_brand, fake, alice):
        account = self.connected(in_brand, fake, alice)
        with clock.shifted(timedelta(days=39)):
            assert not tokens.due(account)
        with clock.shifted(timedelta(days=41)):
            assert tokens.due(account)
            fake.expires_at = clock.now() + timedelta(days=60)
            health.look_after_due()
            row = reread(account)
            assert fake.asked == ["connect", "refresh", "check"]
            assert fake.logins[-1].secret == row.login().secret == {"token": f"new after {SECRET}"}
            assert row.expires_at == fake.expires_at
            assert not tokens.due(row)

    def test_the_next_look_is_before_they_die(self, in_brand, fake, alice):
        account = self.connected(in_brand, fake, alice, life=3 * HOUR)
        health.look_after_due()
        assert reread(account).not_before == tokens.renew_at(account)
        assert abs(tokens.renew_at(account) - account.renewed_at - 2 * HOUR) < timedelta(seconds=1)

    def test_who_comes_with_old_tokens_finds_the_work_done(self, in_brand, fake, alice):
        account = self.connected(in_brand, fake, alice)
        first = tokens.refresh(reread(account))
        second = tokens.refresh(account)
        assert fake.asked == ["connect", "refresh"]
        assert first.login().secret == second.login().secret == {"token": f"new after {SECRET}"}

    def test_what_cannot_be_renewed_says_so_and_asks_nobody(self, in_brand, fake, alice):
        account = self.connected(in_brand, fake, alice, renewable=False)
        with pytest.raises(AuthExpired):
            tokens.refresh(account)
        assert fake.asked == ["connect"]

    def test_a_refused_renewal_while_the_tokens_live_breaks_nothing_yet(self, in_brand, fake, alice):
        account = self.connected(in_brand, fake, alice)
        fake.refuses_refresh = AuthExpired("revoked")
        with clock.shifted(timedelta(days=50)):
            health.look_after_due()
            row = reread(account)
            assert (row.broken_at, row.renewable) == (None, False)
            assert forecast.falls_after(row, row.expires_at) is not None
        with clock.shifted(timedelta(days=61)):
            fake.refuses = AuthExpired("dead")
            health.look_after_due()
            assert reread(account).broken_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_workers_renew_once(brand, fake, alice):
    """The second waits for the row's lock while the first is at the network."""
    fake.expires_at, fake.renewable = clock.now() + HOUR, True
    with brand_scope(brand.pk):
        account = connecting.connect(brand, "fake", TYPED, by=alice)
    inside, found = threading.Event(), []

    def slow() -> None:
        inside.set()
        second.start()
        second.join(0.3)
        assert second.is_alive()

    def renew() -> None:
        try:
            with brand_scope(brand.pk):
                found.append(tokens.refresh(account).login().secret)
        finally:
            connection.close()

    fake.on_refresh = slow
    first, second = threading.Thread(target=renew), threading.Thread(target=renew)
    first.start()
    first.join(10)
    second.join(10)
    assert fake.asked == ["connect", "refresh"]
    assert found == [{"token": f"new after {SECRET}"}] * 2
    assert transaction.get_connection().in_atomic_block is False


class TestForecast:
    def test_tokens_without_an_end_or_that_renew_themselves_go_on(self, account):
        far = clock.now() + timedelta(days=999)
        assert forecast.falls_after(account, far) is None
        account.expires_at, account.renewable = clock.now() + HOUR, True
        assert forecast.falls_after(account, far) is None

    def test_after_its_end_a_permission_is_over(self, account):
        account.expires_at = clock.now() + timedelta(days=12, hours=1)
        assert forecast.falls_after(account, account.expires_at - HOUR) is None
        assert "Fakebook @lumbre" in forecast.falls_after(account, account.expires_at)
        assert standing.expiry(account) == "Its permission ends in 12 days, and only you can renew it."
        assert standing.chip(account).label == "Needs you soon"

    def test_what_is_broken_has_fallen_already(self, account):
        health.mark_broken(account, AuthExpired("x"))
        assert "disconnected" in forecast.falls_after(account, clock.now())


def test_what_waits_is_added_up(account, monkeypatch):
    early, late = clock.now(), clock.now() + HOUR
    monkeypatch.setattr(waiting, "_counters", [])
    assert waiting.of([account]) == {account.pk: Waiting()}
    waiting.register(lambda pks: {pk: Waiting(2, late) for pk in pks})
    waiting.register(lambda pks: {pk: Waiting(1, early) for pk in pks})
    assert waiting.of([account]) == {account.pk: Waiting(3, early)}
