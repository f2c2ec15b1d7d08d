from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from brands.scope import brand_scope
from core import clock
from influencers import merging, people, ranking, weights
from influencers.ranking import NO_CARD, Asked
from monitoring import corrections, periods, voices
from monitoring.models import DailyVoices
from networks import types
from tests.influencers import heard
from tests.influencers.heard import ANA, EVE, MAX
from tests.monitoring import factories


@pytest.fixture
def month(brand):
    return periods.named("30", timezone.localtime(clock.now(), brand.zone).date())


@pytest.fixture
def three(brand, feed):
    """Ana once, to a million; Eve three times, and answered twice; Max, of whom no followers are told, once."""
    heard.say(feed, EVE, "El café es malo", "Otro café", days=2)
    heard.say(feed, EVE, "Y otro más")
    heard.say(feed, ANA, "Me gusta este café", days=5)
    heard.say(feed, MAX, "Pues sí", "Y tanto", days=1, reply_to="https://blog.example/1 Y otro más")
    heard.say(feed, EVE, "Me contesto", reply_to="https://blog.example/1 Y otro más")
    heard.count()
    with brand_scope(brand.pk):
        yield brand


def names(found):
    return [voice.name for voice in found.voices]


def test_without_mentions_there_is_nobody(in_brand, month):
    found = ranking.of(month, Asked())
    assert (found.voices, found.total, found.cut, found.silent) == ([], 0, False, ())


def test_parts_are_those_of_the_formulas_and_order_by_their_mean(three, month):
    found = ranking.of(month, Asked())
    assert names(found) == ["Eve Ramos", "آنا 🌿 Prieto", "Max"]
    eve, ana, max_ = found.voices
    assert (eve.mentions, eve.answers, eve.audience, eve.place) == (4, 2, 999, 1)
    assert (ana.mentions, ana.answers, ana.audience) == (1, 0, 1_000_000)
    assert (max_.mentions, max_.answers, max_.audience) == (2, 0, None)
    for voice in found.voices:
        assert voice.parts == weights.parts(voice.audience, voice.answers, voice.mentions, 30)
    scores = [voice.parts.score for voice in found.voices]
    assert scores == sorted(scores, reverse=True)
    assert (found.total, found.cut, found.silent) == (3, False, ("mastodon",))


@pytest.mark.parametrize(
    ("by", "first"),
    [("score", "Eve Ramos"), ("reach", "آنا 🌿 Prieto"), ("resonance", "Eve Ramos"), ("mentions", "Eve Ramos")],
)
def test_it_sorts_by_each_part(three, month, by, first):
    assert names(ranking.of(month, Asked(by=by)))[0] == first


def test_a_network_without_any_reply_has_no_resonance(brand, feed, month):
    heard.say(feed, EVE, "Hola café")
    heard.count()
    with brand_scope(brand.pk):
        (eve,) = ranking.of(month, Asked()).voices
    assert (eve.answers, eve.parts.resonance) == (None, None)


def test_all_zeros_are_no_division_by_zero(brand, feed, month):
    heard.say(feed, types.Author("9", name="Nadie", followers=0), "Hola")
    heard.count()
    with brand_scope(brand.pk):
        (one,) = ranking.of(month, Asked()).voices
    assert (one.audience, one.parts.reach) == (0, 0)


def test_filters_narrow(three, month, alice):
    eve = ranking.of(month, Asked()).voices[0]
    card = people.add(three, by=alice, author=eve.authors[0], kind="press")
    people.set_vip(card, True, by=alice)
    assert names(ranking.of(month, Asked(kind="press"))) == ["Eve Ramos"]
    assert names(ranking.of(month, Asked(kind="customer"))) == []
    assert names(ranking.of(month, Asked(vip=True))) == ["Eve Ramos"]
    assert names(ranking.of(month, Asked(kind=NO_CARD))) == ["آنا 🌿 Prieto", "Max"]
    assert names(ranking.of(month, Asked(networks=("feed",)))) == []
    assert names(ranking.of(month, Asked(text="max"))) == ["Max"]
    assert names(ranking.of(month, Asked(text="آنا"))) == ["آنا 🌿 Prieto"]
    assert names(ranking.of(month, Asked(text="ram"))) == ["Eve Ramos"]
    assert names(ranking.of(month, Asked(text="100%_"))) == []
    yesterday = periods.Period(month.last - timedelta(days=1), month.last - timedelta(days=1))
    assert "آنا 🌿 Prieto" not in names(ranking.of(yesterday, Asked()))


def test_a_topic_has_its_own_ranking(brand, feed, month):
    topic = factories.topic(brand, "leche")
    heard.say(feed, EVE, "La leche", "El pan")
    heard.say(feed, MAX, "El pan")
    heard.count()
    with brand_scope(brand.pk):
        (eve,) = ranking.of(month, Asked(topic=topic)).voices
    assert (eve.name, eve.mentions) == ("Eve Ramos", 1)


def test_authors_of_one_card_count_together(three, month, alice):
    by_name = {voice.name: voice.authors[0] for voice in ranking.of(month, Asked()).voices}
    eve = people.add(three, by=alice, author=by_name["Eve Ramos"])
    other = people.add(three, by=alice, author=by_name["Max"])
    made = merging.merge(eve, other, by=alice)
    both = ranking.of(month, Asked()).voices[0]
    assert (both.person, both.mentions, len(both.authors), both.audience) == (eve, 6, 2, 999)
    assert ranking.of_person(eve, month).mentions == 6
    merging.unmerge(made, by=alice)
    assert len(ranking.of(month, Asked()).voices) == 3
    assert ranking.of_person(eve, month).mentions == 4


def test_a_hidden_author_leaves_at_once(three, month):
    corrections.hide_author(three, ranking.of(month, Asked()).voices[0].authors[0])
    assert names(ranking.of(month, Asked())) == ["آنا 🌿 Prieto", "Max"]


def test_pages_follow_each_other(brand, feed, month):
    for n in range(7):
        heard.say(feed, types.Author(f"a{n}", name=f"Voz {n}", followers=10**n), "Café")
    heard.count()
    with brand_scope(brand.pk):
        pages = [ranking.of(month, Asked(), page=page, size=3) for page in (1, 2, 3, 4)]
    assert [names(page) for page in pages] == [["Voz 6", "Voz 5", "Voz 4"], ["Voz 3", "Voz 2", "Voz 1"], ["Voz 0"], []]
    assert [voice.place for voice in pages[1].voices] == [4, 5, 6]


def test_it_takes_as_many_queries_however_many_there_are(brand, feed, month, alice, django_assert_num_queries):
    for n in range(6):
        heard.say(feed, types.Author(f"a{n}", name=f"Voz {n}", followers=10**n), "Café")
    heard.count()
    with brand_scope(brand.pk):
        people.add(brand, by=alice, author=heard.author(feed, types.Author("a1")))
        with django_assert_num_queries(6):
            ranking.of(month, Asked())


def test_another_brands_voices_are_not_seen(three, other_brand, month):
    with brand_scope(other_brand.pk):
        assert ranking.of(month, Asked()).total == 0


def test_only_the_strongest_of_a_day_are_kept_and_it_says_so(brand, feed, month, monkeypatch):
    monkeypatch.setattr(voices, "MOST", 2)
    monkeypatch.setattr(voices.Voices.strongest, "__defaults__", (2,))
    heard.say(feed, types.Author("a", name="Muchas"), "uno", "dos", "tres")
    heard.say(feed, types.Author("b", name="Alcance", followers=10**6), "uno")
    heard.say(feed, types.Author("c", name="Poca"), "uno")
    heard.count()
    with brand_scope(brand.pk):
        found = ranking.of(month, Asked())
        assert DailyVoices.objects.get(topic=None).cut
    assert (names(found), found.cut) == (["Alcance", "Muchas"], True)
