from __future__ import annotations

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from brands.models import Event
from calendar_app import catching, holds, reviewing, scheduling
from calendar_app.catching import Scope
from calendar_app.models import Hold, LedgerEntry, Post, Publication
from calendar_app.publishing import arming, claiming, loop
from calendar_app.refusals import Refusal
from core import clock
from tests.calendar_app.publishing import factories

HOUR = timedelta(hours=1)


@pytest.fixture
def scheduled(in_brand, alice, fake):
    """Makes a post that goes out in an hour, on a new account or the given ones; returns its publications."""
    made = iter(range(100))

    def make(text="Hola", *accounts, **more):
        on = accounts or (factories.account(in_brand, f"cuenta{next(made)}"),)
        campaign = more.pop("campaign", "")
        post = factories.post(in_brand, *on, by=alice, text=text, **more)
        Post.objects.filter(pk=post.pk).update(campaign=campaign)
        scheduling.schedule(post, by=alice)
        return list(Publication.objects.filter(post=post).select_related("post", "account").order_by("pk"))

    return make


def standing(*rows):
    return [Publication.objects.values_list("state", "held_for").get(pk=row.pk) for row in rows]


HELD, WAITING = ("held", "crisis"), ("waiting", "")


def test_a_hold_of_everything_holds_at_once_what_is_scheduled(in_brand, scheduled, alice):
    (one,), (two,) = scheduled("uno"), scheduled("dos")
    draft = factories.post(in_brand, one.account, by=alice)
    hold = holds.place(in_brand, Scope(), reason="Lote 2611-A", by=alice)
    assert standing(one, two) == [HELD, HELD]
    assert Publication.objects.get(post=draft).state == "draft"
    assert hold.everything
    assert set(holds.held_by([hold])) == {one, two}
    verbs = Event.objects.filter(object_id=hold.public_id).order_by("pk").values_list("verb", "after")
    assert list(verbs) == [("hold.placed", {}), ("hold.gathered", {"posts": 2})]


@pytest.mark.parametrize(
    ("scope", "caught"),
    [
        ({"words": ("avena",)}, ["avenas", "hashtag", "own", "thread"]),
        ({"words": ("AVÉNA", "nada")}, ["avenas", "hashtag", "own", "thread"]),
        ({"words": ("latte de canela",)}, ["canela"]),
        ({"words": ("(",)}, []),
        ({"words": (" ",)}, []),
        ({"networks": ("fake",)}, ["avenas", "canela", "hashtag", "own", "thread"]),
        ({"networks": ("demo",)}, ["elsewhere"]),
        ({"networks": ("demo", "fake"), "words": ("canela",)}, ["canela"]),
        ({"accounts": ("canela",)}, ["canela"]),
        ({"campaign": "otoño "}, ["canela"]),
        ({"campaign": "Otoño", "words": ("avena",)}, []),
    ],
)
def test_a_hold_catches_what_its_rules_say(in_brand, scheduled, alice, scope, caught):
    other = factories.account(in_brand, "otra", network="demo")
    rows = {
        "avenas": scheduled("Las avenas de hoy")[0],
        "canela": scheduled("Latte   de canela con chavena", campaign="Otoño")[0],
        "hashtag": scheduled("Hoy #BebidaDeAvena")[0],
        "own": scheduled("Hola", own={"text": "De avena"})[0],
        "thread": scheduled("Hola", thread=[{"text": "avena"}])[0],
        "elsewhere": scheduled("Hola", other)[0],
    }
    if "accounts" in scope:
        scope = {"accounts": (rows["canela"].account.public_id,)}
    asked = Scope(**scope)
    assert sorted(name for name, row in rows.items() if row in catching.preview(asked)) == caught
    holds.place(in_brand, asked, by=alice)
    assert sorted(name for name, row in rows.items() if standing(row) == [HELD]) == caught


def test_what_is_scheduled_while_it_lasts_is_held_at_its_time(in_brand, account, alice, fake, run):
    holds.place(in_brand, Scope(words=("avena",)), by=alice)
    caught, free = (factories.due(in_brand, account, by=alice, text=text) for text in ("De avena", "De trigo"))
    run()
    assert [Publication.objects.get(post=post).state for post in (caught, free)] == ["held", "done"]
    assert [text for _key, text in fake.taken] == ["De trigo"]
    row = Publication.objects.get(post=caught)
    assert (row.held_for, row.hold, row.claim) == ("crisis", Hold.objects.get(), None)


def test_what_is_claimed_already_is_held(in_brand, due, alice, fake, run):
    (claimed,) = claiming.claim_due(1)
    holds.place(in_brand, Scope(), by=alice)
    assert not arming.look_again(claimed, 0, "")
    assert standing(due) == [HELD]
    assert run() == 0
    assert fake.taken == []


def test_what_goes_out_this_moment_is_not_called_held(in_brand, due, alice, fake, run, again):
    fake.answers = [lambda: holds.place(in_brand, Scope(), by=alice)]
    run()
    assert again(due).state == "done"
    assert len(fake.taken) == 1
    assert list(holds.held_by(list(Hold.objects.all()))) == []


def test_lifted_it_catches_nothing_more_and_lets_nothing_go(in_brand, scheduled, account, alice, fake, run):
    (one,) = scheduled()
    first, second = (holds.place(in_brand, Scope(), by=alice), holds.place(in_brand, Scope(words=("pan",)), by=alice))
    assert holds.lift(first, by=alice) == 1
    factories.due(in_brand, account, by=alice, text="Pan de hoy")
    factories.due(in_brand, factories.account(in_brand, "otra"), by=alice, text="Vino")
    run()
    assert [text for _key, text in fake.taken] == ["Vino"]
    holds.lift(second, by=alice)
    run(2 * HOUR)
    assert standing(one) == [HELD]
    assert [text for _key, text in fake.taken] == ["Vino"]
    assert holds.lift(first, by=alice) == 1
    assert Event.objects.filter(verb="hold.lifted").count() == 2


def test_a_held_post_is_published_now_though_the_hold_stands(in_brand, scheduled, alice, fake, run):
    (one,), (two,) = scheduled("uno"), scheduled("dos")
    hold = holds.place(in_brand, Scope(), by=alice)
    reviewing.publish_now(one.post, by=alice)
    run()
    assert [text for _key, text in fake.taken] == ["uno"]
    assert standing(one, two) == [("done", ""), HELD]
    assert Event.objects.get(verb="hold.post_now").object_id == hold.public_id
    with pytest.raises(Refusal):
        reviewing.publish_now(one.post, by=alice)


def test_a_later_hold_catches_what_was_let_go_past_an_earlier_one(in_brand, scheduled, alice, fake, run):
    (one,) = scheduled("uno")
    holds.place(in_brand, Scope(), by=alice)
    reviewing.keep_time(one.post, by=alice)
    assert standing(one) == [WAITING]
    second = holds.place(in_brand, Scope(), by=alice)
    assert standing(one) == [HELD]
    assert Publication.objects.get(pk=one.pk).hold == second
    run(2 * HOUR)
    assert fake.taken == []


def test_a_held_post_keeps_its_time_with_what_it_says_now(in_brand, scheduled, alice, bob, bob_in, fake, run):
    (one,) = scheduled("uno")
    holds.place(in_brand, Scope(), by=alice)
    Post.objects.filter(pk=one.post.pk).update(content={"text": "otro"})
    reviewing.keep_time(one.post, by=bob)
    run()
    assert fake.taken == []
    run(61 * HOUR / 60)
    assert [text for _key, text in fake.taken] == ["otro"]
    assert Post.objects.get(pk=one.post.pk).scheduled_by == bob


def test_a_time_that_has_passed_is_not_kept(in_brand, scheduled, alice, fake, run):
    (one,) = scheduled("uno")
    holds.place(in_brand, Scope(), by=alice)
    with clock.shifted(2 * HOUR):
        with pytest.raises(Refusal):
            reviewing.keep_time(one.post, by=alice)
        assert standing(one) == [HELD]
        reviewing.publish_now(one.post, by=alice)
    run(2 * HOUR)
    assert [text for _key, text in fake.taken] == ["uno"]


def test_a_held_post_is_moved_past_the_hold(in_brand, scheduled, alice, fake, run):
    (one,) = scheduled("uno")
    holds.place(in_brand, Scope(), by=alice)
    to = scheduling.at_instant(clock.now() + 3 * HOUR, in_brand.time_zone)
    reviewing.move(one.post, day=to["wall_date"], at=to["wall_time"], by=alice)
    assert standing(one) == [WAITING]
    run(2 * HOUR)
    assert fake.taken == []
    run(3 * HOUR + timedelta(minutes=1))
    assert [text for _key, text in fake.taken] == ["uno"]


def test_moved_in_the_calendar_the_hold_catches_it_again(in_brand, scheduled, alice, fake, run):
    (one,) = scheduled("uno")
    holds.place(in_brand, Scope(), by=alice)
    reviewing.keep_time(one.post, by=alice)
    post = Post.objects.get(pk=one.post.pk)
    to = scheduling.at_instant(clock.now() + 3 * HOUR, in_brand.time_zone)
    scheduling.move(post, day=to["wall_date"], at=to["wall_time"], zone=to["zone"], seen=post.version, by=alice)
    run(3 * HOUR + timedelta(minutes=1))
    assert (standing(one), fake.taken) == ([HELD], [])


def test_a_dropped_post_goes_nowhere_and_comes_back(in_brand, scheduled, alice, fake, run):
    (one,) = scheduled("uno")
    holds.place(in_brand, Scope(), by=alice)
    reviewing.drop(one.post, by=alice)
    assert not Post.objects.filter(pk=one.post.pk).exists()
    run(2 * HOUR)
    assert fake.taken == []


def test_dropped_on_one_account_it_goes_out_on_the_others(in_brand, scheduled, alice, fake, run):
    here, there = scheduled("uno", factories.account(in_brand, "aquí"), factories.account(in_brand, "allí"))
    holds.place(in_brand, Scope(accounts=(here.account.public_id,)), by=alice)
    assert standing(here, there) == [HELD, WAITING]
    reviewing.drop(here.post, by=alice)
    run(61 * HOUR / 60)
    assert standing(here, there) == [("draft", ""), ("done", "")]
    assert len(fake.taken) == 1


def test_gathering_goes_on_where_it_broke_off(in_brand, scheduled, alice, monkeypatch, fake):
    (one,) = scheduled("uno")
    monkeypatch.setattr(holds, "gather", lambda hold: 0)
    hold = holds.place(in_brand, Scope(), by=alice)
    monkeypatch.undo()
    assert standing(one) == [WAITING]
    assert (holds.gather_rest(), holds.gather_rest()) == (1, 0)
    assert standing(one) == [HELD]
    hold.refresh_from_db()
    assert hold.gathered_at is not None


@pytest.fixture
def threads():
    """So many threads of the engine; their connections are closed behind the test."""
    yield 4
    together = Barrier(4)

    def close(_n):
        together.wait()
        connection.close()

    list(loop._pool(4).map(close, range(4)))


@pytest.mark.django_db(transaction=True)
def test_in_the_second_of_sending_each_is_sent_before_the_hold_or_held(in_brand, alice, fake, threads):
    for n in range(20):
        factories.due(in_brand, factories.account(in_brand, f"cuenta{n}"), by=alice, text=f"n.º {n}")
    fake.answers = [None] * 5 + [lambda: holds.place(in_brand, Scope(), by=alice)]
    loop.publish_due(threads)
    hold = Hold.objects.get()
    sent = Publication.objects.filter(state="done")
    held = holds.held_by([hold])
    assert 6 <= sent.count() < 20
    assert sent.count() + held.count() == 20
    assert sorted(str(row.post) for row in sent.select_related("post")) == sorted(text for _key, text in fake.taken)
    armed = LedgerEntry.objects.filter(what="armed")
    assert armed.filter(at__lte=hold.placed_at).count() == armed.count() == sent.count()
