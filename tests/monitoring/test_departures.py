"""What a network says is gone: counted no more, back with the account, and said twice it changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitoring import departures, ingest
from monitoring.models import Author, HourlyCount, Mention, MentionTopic, Topic
from networks.types import Author as Named
from tests.monitoring.factories import NOON, item, page

ANA, EVA = Named("ana"), Named("eva")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def heard(lumbre, feed):
    """Two mentions of Ana's, one of Eva's, all matched by one topic."""
    Topic.objects.create(brand=lumbre, name="Café", query="café")
    ingest.store(feed, page(item(1, author=ANA), item(2, author=ANA), item(3, author=EVA)), seen_at=NOON)
    return lumbre


def known(*numbers):
    return [("feed", f"https://blog.example/{number}") for number in numbers]


def listed() -> list[str]:
    there = Mention.objects.filter(gone_at=None).order_by("external_id")
    return [external_id[-1] for external_id in there.values_list("external_id", flat=True)]


def counted() -> list[int]:
    """In the brand, and in its topic."""
    of = HourlyCount.objects.all()
    return [sum(of.filter(topic__isnull=none).values_list("n", flat=True)) for none in (True, False)]


def test_deleted_is_gone_at_once_and_counted_no_more(heard):
    assert departures.deleted(heard, known(1, 9), NOON) == 1
    assert (listed(), counted()) == (["2", "3"], [2, 2])
    assert departures.deleted(heard, known(1), LATER) == 0
    assert Mention.objects.get(gone_at__isnull=False).gone_at == NOON
    assert MentionTopic.objects.count() == 3


def test_a_closed_account_takes_its_mentions_along(heard):
    assert departures.closed(heard, [("feed", "ana"), ("feed", "nobody"), ("elsewhere", "eva")], NOON) == 2
    assert (listed(), counted()) == (["3"], [1, 1])
    assert Author.objects.get(external_id="ana").gone_at == NOON


def test_opened_again_it_brings_back_what_it_took_and_nothing_else(heard):
    departures.deleted(heard, known(2), LATER)
    departures.closed(heard, [("feed", "ana")], NOON)
    assert departures.opened(heard, [("feed", "ana"), ("feed", "eva")]) == 1
    assert (listed(), counted()) == (["1", "3"], [2, 2])
    assert Author.objects.get(external_id="ana").gone_at is None
    assert departures.opened(heard, [("feed", "ana")]) == 0


def test_said_again_it_takes_what_came_back_by_a_repetition(heard, feed):
    departures.closed(heard, [("feed", "ana")], NOON)
    ingest.store(feed, page(item(1, author=ANA)), seen_at=LATER)
    assert listed() == ["1", "3"]
    assert departures.closed(heard, [("feed", "ana")], LATER) == 1
    assert set(Mention.objects.exclude(gone_at=None).values_list("gone_at", flat=True)) == {NOON}
    departures.opened(heard, [("feed", "ana")])
    assert (listed(), counted()) == (["1", "2", "3"], [3, 3])


def test_handles_of_people_we_know(heard):
    departures.renamed({("feed", "ana"): "@ana.example", ("feed", "nobody"): "@nobody.example"})
    assert set(Author.objects.values_list("external_id", "handle")) == {("ana", "@ana.example"), ("eva", "")}


@pytest.mark.parametrize("nobody", [[], [("feed", "nobody")]])
def test_nothing_to_do(heard, nobody):
    assert departures.closed(heard, nobody, NOON) == 0
    assert departures.opened(heard, nobody) == 0
    departures.renamed(dict.fromkeys(nobody, "@a"))
    assert (listed(), counted()) == (["1", "2", "3"], [3, 3])
