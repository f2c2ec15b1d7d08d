from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from brands.models import Event, Notice
from brands.roles import Role
from brands.scope import brand_scope
from core import clock
from core.versions import StaleWrite
from influencers import handles, merging, people, suggestions, tasks
from influencers.models import Handle, Merge, Person
from influencers.people import MovedMeanwhile
from monitoring import retention
from monitoring.models import Author, Mention
from networks import types
from tests.influencers import heard
from tests.influencers.heard import EVE


@pytest.fixture
def eve(in_brand, feed, alice):
    heard.say(feed, EVE, "El café")
    return people.add(in_brand, by=alice, author=heard.author(feed, EVE))


def verbs(person):
    return list(Event.objects.filter(object_id=person.public_id).order_by("pk").values_list("verb", flat=True))


def test_a_card_of_an_author_carries_the_name_and_the_handle(eve):
    assert (eve.name, eve.kind, eve.stage, eve.origin) == ("Eve Ramos", "influencer", "discovered", "heard")
    handle = Handle.objects.get(person=eve)
    assert (handle.network, handle.external_id, handle.handle) == ("mastodon", "1", "@eve@social.example")
    assert verbs(eve) == ["person.added"]


def test_an_author_has_one_card(eve, in_brand, feed, alice):
    assert people.add(in_brand, by=alice, author=heard.author(feed, EVE)) == eve
    assert Person.objects.count() == 1


def test_who_writes_over_something_unseen_is_told(eve, alice):
    people.edit(eve, seen=1, by=alice, name="Eva Ramos", notes="Fotos")
    fresh = Person.objects.get(pk=eve.pk)
    assert (fresh.name, fresh.sort_key, fresh.version) == ("Eva Ramos", "eva ramos", 2)
    with pytest.raises(StaleWrite):
        people.edit(fresh, seen=1, by=alice, notes="Otra")
    assert Person.objects.get(pk=eve.pk).notes == "Fotos"


def test_a_move_says_from_where_to_where(eve, alice):
    people.move(eve, to="talking", seen="discovered", by=alice)
    event = Event.objects.get(verb="person.moved")
    assert (event.before, event.after) == ({"was": "discovered"}, {"stage": "talking"})
    with pytest.raises(MovedMeanwhile):
        people.move(eve, to="closed", seen="discovered", by=alice)
    assert Person.objects.get(pk=eve.pk).stage == "talking"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_card_at_once_one_is_told(brand, alice):
    with brand_scope(brand.pk):
        card = people.add(brand, by=alice, name="Eve")
    barrier, refused = Barrier(2), []

    def move(to):
        try:
            with brand_scope(brand.pk):
                barrier.wait(10)
                people.move(card, to=to, seen="discovered", by=alice)
        except MovedMeanwhile as error:
            refused.append((to, error.person.stage))
        finally:
            connection.close()

    threads = [Thread(target=move, args=(to,)) for to in ("contacted", "closed")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with brand_scope(brand.pk):
        stage = Person.objects.get(pk=card.pk).stage
    (loser,) = {"contacted", "closed"} - {stage}
    assert refused == [(loser, stage)]


def test_a_vip_marks_authors_those_who_are_heard_later_too(eve, in_brand, feed, alice):
    people.set_vip(eve, True, by=alice)
    assert heard.author(feed, EVE).vip
    people.tie(eve, "mastodon", "@eva@otra.example", by=alice)
    heard.say(feed, types.Author("77", name="Eva", handle="@eva@otra.example"), "Hola")
    assert not heard.author(feed, types.Author("77")).vip
    tasks.look_after_people()
    assert heard.author(feed, types.Author("77")).vip
    people.set_vip(eve, False, by=alice)
    assert not Author.objects.filter(vip=True).exists()
    assert verbs(eve)[-1] == "person.vip_ended"


def test_retention_keeps_the_row_of_a_vip(eve, in_brand, feed, alice):
    people.set_vip(eve, True, by=alice)
    retention.run(in_brand, at=clock.now() + timedelta(days=3000))
    assert Mention.objects.count() == 0
    assert heard.author(feed, EVE).vip


def test_a_handle_stands_on_one_card(eve, in_brand, alice):
    other = people.add(in_brand, by=alice, name="Otra")
    with pytest.raises(handles.Taken) as taken:
        people.tie(other, "mastodon", "eve@social.example", by=alice)
    assert taken.value.person == eve
    people.tie(other, "instagram", "@otra", by=alice)
    with pytest.raises(handles.Taken):
        people.tie(eve, "instagram", "@OTRA", by=alice)
    assert Handle.objects.count() == 2


def test_who_keeps_a_card_is_told_of_the_step_on_its_morning_and_once(eve, in_brand, alice, bob, bob_in):
    when = datetime(2026, 5, 4, 7, 30, tzinfo=in_brand.zone)
    people.edit(eve, seen=1, by=alice, next_step="Mandar café", next_on=date(2026, 5, 4), owner=bob_in.member)
    with clock.shifted(when - clock.now()):
        assert people.remind(in_brand) == 0
    with clock.shifted(when + timedelta(hours=1) - clock.now()):
        assert people.remind(in_brand) == 1
        assert people.remind(in_brand) == 0
    notice = Notice.objects.get()
    assert (notice.user, notice.words) == (bob, {"person": "Eve Ramos", "step": "Mandar café"})
    people.edit(Person.objects.get(pk=eve.pk), seen=2, by=alice, next_step="Llamar")
    assert Notice.objects.get().settled_at is not None


def test_without_an_owner_the_team_is_told_and_analysts_are_not(eve, in_brand, alice, bob_in):
    bob_in.role = Role.ANALYST
    bob_in.save()
    people.edit(eve, seen=1, by=alice, next_step="Llamar", next_on=date(2026, 5, 4))
    with clock.shifted(datetime(2026, 5, 4, 12, tzinfo=in_brand.zone) - clock.now()):
        people.remind(in_brand)
    assert list(Notice.objects.values_list("user__name", flat=True)) == ["Alice"]


def test_merged_cards_come_apart_as_they_were(eve, in_brand, alice):
    other = people.add(in_brand, by=alice, name="Eva R.", notes="Suya", vip=True)
    people.tie(other, "instagram", "@eva", by=alice)
    made = merging.merge(eve, other, by=alice)
    eve.refresh_from_db()
    other.refresh_from_db()
    assert (eve.vip, other.merged_into) == (True, eve)
    assert set(eve.handles.values_list("network", flat=True)) == {"mastodon", "instagram"}
    apart = merging.unmerge(made, by=alice)
    eve.refresh_from_db()
    assert (eve.vip, apart.notes) == (False, "Suya")
    assert list(eve.handles.values_list("network", flat=True)) == ["mastodon"]
    assert list(apart.handles.values_list("network", flat=True)) == ["instagram"]
    assert verbs(eve)[-2:] == ["person.merged", "person.unmerged"]


def test_a_card_is_not_merged_into_itself_nor_twice(eve, in_brand, alice):
    with pytest.raises(merging.SamePerson):
        merging.merge(eve, eve, by=alice)
    other, third = (people.add(in_brand, by=alice, name=name) for name in ("A", "B"))
    merging.merge(eve, other, by=alice)
    with pytest.raises(merging.NotThere):
        merging.merge(third, other, by=alice)
    assert Merge.objects.count() == 1


def test_the_same_name_is_a_suggestion_the_same_handle_a_better_one(eve, in_brand, feed, alice):
    card = people.add(in_brand, by=alice, name="EVÉ RAMOS")
    people.tie(card, "bluesky", "eve.bsky.social", by=alice)
    heard.say(feed, types.Author("5", name="Eve Ramos", handle="@otra@x.example"), "Hola")
    found = [(one.person, str(one.author or ""), one.same_handle) for one in suggestions.of(eve)]
    assert found == [(card, "", True), (None, "Eve Ramos", False)]
    assert Merge.objects.count() == 0
