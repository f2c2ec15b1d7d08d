from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from brands.models import Event, Notice
from brands.scope import brand_scope
from channels import connecting, health, removing
from channels.models import Account, Journey
from core import clock
from networks.errors import AuthExpired
from tests.channels.fake import SECRET

TYPED = {"site": "fake.example", "password": SECRET}
BACK = "https://cmhub.example/channels/back/"


def verbs() -> list[str]:
    return list(Event.objects.filter(object_kind="account").order_by("pk").values_list("verb", flat=True))


def test_connecting_keeps_who_it_is_and_records_it(account, alice):
    assert (account.network, account.external_id, account.handle) == ("fake", "id-1", "@lumbre")
    assert (account.name, account.base, account.facts) == ("Cafés Lumbre", "https://fake.example", {"longest": 500})
    assert account.login().secret == {"password": SECRET}
    assert (account.connected_by, account.can_publish) == (alice, True)
    assert verbs() == ["account.connected"]


def test_the_secret_lies_encrypted_in_the_database(account):
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM channels_account a")
        (row,) = cursor.fetchone()
    assert SECRET not in row
    assert "gAAAA" in row


def test_a_refused_sign_in_leaves_nothing(in_brand, fake, alice):
    fake.refuses = AuthExpired("wrong")
    with pytest.raises(AuthExpired):
        connecting.connect(in_brand, "fake", TYPED, by=alice)
    assert Account.with_deleted.count() == 0


def test_the_same_account_again_is_the_same_row_and_well(account, brand, fake, alice):
    health.mark_broken(account, AuthExpired("gone"))
    assert Notice.objects.filter(settled_at=None).count() == 1
    again = connecting.connect(brand, "fake", TYPED | {"password": "another"}, by=alice)
    assert again.pk == account.pk
    assert (again.broken_at, again.last_error, again.login().secret) == (None, "", {"password": "another"})
    assert Notice.objects.filter(settled_at=None).count() == 0
    assert verbs() == ["account.connected", "account.broken", "account.reconnected"]


def test_a_removed_account_comes_back_with_its_history(account, brand, alice):
    removing.remove(account)
    assert Account.objects.count() == 0
    assert connecting.connect(brand, "fake", TYPED, by=alice).pk == account.pk
    assert Account.objects.count() == 1


def test_another_brand_may_connect_the_same_account(account, other_brand, fake, charlie):
    with brand_scope(other_brand.pk):
        theirs = connecting.connect(other_brand, "fake", TYPED, by=charlie)
    assert theirs.pk != account.pk
    assert Account.all_brands.count() == 2


def test_connecting_again_as_somebody_else_changes_nothing(account, brand, fake, alice):
    fake.external_id = "id-2"
    with pytest.raises(connecting.WrongAccount):
        connecting.connect(brand, "fake", TYPED, by=alice, again=account)
    assert list(Account.objects.values_list("external_id", flat=True)) == ["id-1"]


def test_a_paused_account_stays_paused_when_connected_again(account, brand, alice):
    Account.objects.update(paused_at=clock.now())
    assert connecting.connect(brand, "fake", TYPED, by=alice).paused_at is not None


class TestJourney:
    def begin(self, brand, alice, **more) -> str:
        return connecting.begin(brand, "fakeoauth", {"instance": "x"}, by=alice, redirect_url=BACK, **more)

    def finish(self, brand, journey, by, **answer) -> Account:
        return connecting.finish(brand, journey.state, {"code": "c0de", **answer}, by=by, redirect_url=BACK)

    def test_there_and_back(self, in_brand, journey, alice):
        assert self.begin(in_brand, alice) == f"https://fake.example/authorize?state={journey.state}"
        assert connecting.brand_of(journey.state) == in_brand.public_id
        account = self.finish(in_brand, journey, alice)
        assert account.login().secret == {"token": "token of c0de"}
        assert Journey.objects.count() == 0

    def test_what_is_kept_is_encrypted_and_the_state_is_not_kept(self, in_brand, journey, alice):
        self.begin(in_brand, alice)
        with connection.cursor() as cursor:
            cursor.execute("SELECT j::text FROM channels_journey j")
            (row,) = cursor.fetchone()
        assert SECRET not in row
        assert journey.state not in row
        assert journey.state.partition(".")[2] not in row

    def test_it_is_used_once(self, in_brand, journey, alice):
        self.begin(in_brand, alice)
        self.finish(in_brand, journey, alice)
        with pytest.raises(connecting.JourneyOver):
            self.finish(in_brand, journey, alice)

    def test_it_is_its_persons_own(self, in_brand, journey, alice, bob_in):
        self.begin(in_brand, alice)
        with pytest.raises(connecting.JourneyOver):
            self.finish(in_brand, journey, bob_in.member.user)
        assert journey.asked == ["begin"]
        assert Journey.objects.count() == 1

    def test_it_is_its_brands_own(self, in_brand, journey, alice, other_brand):
        self.begin(in_brand, alice)
        with brand_scope(other_brand.pk), pytest.raises(connecting.JourneyOver):
            self.finish(other_brand, journey, alice)
        assert Account.all_brands.count() == 0

    def test_after_half_an_hour_it_is_over(self, in_brand, journey, alice):
        self.begin(in_brand, alice)
        with clock.shifted(timedelta(minutes=30)), pytest.raises(connecting.JourneyOver):
            self.finish(in_brand, journey, alice)
        assert Account.objects.count() == 0

    def test_who_says_no_there_is_understood(self, in_brand, journey, alice):
        self.begin(in_brand, alice)
        with pytest.raises(connecting.Declined):
            self.finish(in_brand, journey, alice, error="access_denied")
        assert (Account.objects.count(), journey.asked) == (0, ["begin"])

    def test_old_journeys_go(self, in_brand, journey, alice):
        self.begin(in_brand, alice)
        with clock.shifted(timedelta(hours=1)):
            assert removing.forget() == 1
        assert Journey.objects.count() == 0


def test_by_hand_nothing_is_asked_and_it_is_never_due(in_brand, fakes, alice):
    account = connecting.add_by_hand(in_brand, "linkedin", by=alice, name="Lumbre", handle="@lumbre", url="")
    assert (account.by_hand, account.external_id, account.state, account.secret) == (True, "@lumbre", "done", "")
    assert health.look_after_due() == 0
    again = connecting.add_by_hand(in_brand, "linkedin", by=alice, name="Lumbre S.L.", handle="@lumbre", url="")
    assert (again.pk, again.name) == (account.pk, "Lumbre S.L.")


def test_tokens_of_removed_accounts_are_forgotten_after_a_month_and_the_row_stays(account):
    removing.remove(account)
    with clock.shifted(timedelta(days=29)):
        assert removing.forget() == 0
    with clock.shifted(timedelta(days=31)):
        assert removing.forget() == 1
        assert removing.restore(Account.with_deleted.get()) is False
    assert Account.with_deleted.get().secret == ""
    assert Account.objects.count() == 0


def test_undo_brings_it_back(account):
    removing.remove(account)
    assert removing.restore(Account.with_deleted.get()) is True
    assert Account.objects.get().login().secret == {"password": SECRET}
