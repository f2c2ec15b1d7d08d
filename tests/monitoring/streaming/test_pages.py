"""How people add all of Bluesky, and what its page says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from core import clock
from monitoring import sources
from monitoring.models import Source, Stream, Topic
from networks import registry
from networks.streams import place
from tests.monitoring import factories

(JETSTREAM,) = registry.streamers()


@pytest.fixture
def alice(lumbre, client):
    owner = lumbre.workspace.owner
    owner.language = "en"
    owner.save(update_fields=["language"])
    client.force_login(owner)
    return client


def url(brand, name, **ids):
    return reverse(f"monitoring:{name}", kwargs={"brand": brand.public_id, **ids})


def page_of(client, brand, source) -> str:
    return client.get(url(brand, "source", source=source.public_id)).content.decode()


@pytest.fixture
def source(lumbre) -> Source:
    with translation.override("en"):
        return sources.add_stream(lumbre, JETSTREAM, by=None)


def test_it_is_offered_added_and_not_offered_again(alice, lumbre):
    assert "All of Bluesky (Jetstream)" not in alice.get(url(lumbre, "sources")).content.decode()
    factories.source(lumbre)
    assert "All of Bluesky (Jetstream)" in alice.get(url(lumbre, "sources")).content.decode()
    answer = alice.post(url(lumbre, "add_stream"), {"network": "jetstream"})
    source = Source.objects.get(network="jetstream")
    assert answer.headers["Location"] == url(lumbre, "source", source=source.public_id)
    assert (source.address, source.title, source.keep) == ("bsky.network", "All of Bluesky (Jetstream)", "matching")
    assert 'value="jetstream"' not in alice.get(url(lumbre, "sources")).content.decode()
    alice.post(url(lumbre, "add_stream"), {"network": "jetstream"})
    alice.post(url(lumbre, "add_stream"), {"network": "feed"})
    alice.post(url(lumbre, "add_stream"))
    assert Source.objects.count() == 2


def test_without_a_topic_it_says_that_it_hears_nothing(alice, lumbre, source):
    shown = page_of(alice, lumbre, source)
    assert "There is no topic yet, so nothing is kept." in shown
    assert "Needs a topic" in shown
    Topic.objects.create(brand=lumbre, name="Café", query="café")
    shown = page_of(alice, lumbre, source)
    assert "no topic yet" not in shown
    assert "Connecting" in shown


def test_how_far_behind_it_is(alice, lumbre, source):
    Topic.objects.create(brand=lumbre, name="Café", query="café")
    Source.objects.update(last_success_at=clock.now())
    stream = Stream.objects.create(
        network="jetstream", cursor=place(clock.now() - timedelta(seconds=3)), server="wss://stream.example/subscribe"
    )
    shown = page_of(alice, lumbre, source)
    assert "3 seconds" in shown
    assert "stream.example" in shown
    assert "Poll now" not in shown
    assert "Minutes between polls" not in shown
    assert "We are" not in shown
    stream.cursor = place(clock.now() - timedelta(minutes=6))
    stream.save()
    assert "We are 6 minutes behind. Nothing is lost" in page_of(alice, lumbre, source)
    assert "We are 6 minutes behind." in alice.get(url(lumbre, "sources")).content.decode()


def test_a_gap_is_told_for_a_week_to_those_who_listened_then(alice, lumbre, source):
    now = clock.now()
    Source.objects.update(created_at=now - timedelta(days=30))
    stream = Stream.objects.create(
        network="jetstream", gap_from=now - timedelta(days=3), gap_to=now - timedelta(days=2), cursor=place(now)
    )
    assert "is missing: cmhub was away for longer than the server remembers." in page_of(alice, lumbre, source)
    Source.objects.update(created_at=now - timedelta(days=1))
    assert "is missing" not in page_of(alice, lumbre, source)
    Source.objects.update(created_at=now - timedelta(days=30))
    stream.gap_to = now - timedelta(days=8)
    stream.save()
    assert "is missing" not in page_of(alice, lumbre, source)


def test_only_its_name_can_be_changed(alice, lumbre, source):
    alice.post(url(lumbre, "source", source=source.public_id), {"title": "Todo", "version": 1, "keep": "everything"})
    source.refresh_from_db()
    assert (source.title, source.keep, source.version) == ("Todo", "matching", 2)
    sources.edit(source, seen=2, keep="everything", title="Bluesky")
    source.refresh_from_db()
    assert (source.title, source.keep) == ("Bluesky", "matching")


def test_whatever_address_a_program_names_there_is_one(lumbre):
    source = sources.add_source(lumbre, "jetstream", "https://elsewhere.example", by=None, keep="everything")
    assert (source.address, source.keep) == ("bsky.network", "matching")
    with pytest.raises(sources.AlreadyThere):
        sources.add_source(lumbre, "jetstream", "another", by=None)


def test_paused_and_polled_now(alice, lumbre, source):
    alice.post(url(lumbre, "source_poll", source=source.public_id))
    alice.post(url(lumbre, "source_pause", source=source.public_id))
    source.refresh_from_db()
    assert source.state == "paused"
    assert "Paused" in page_of(alice, lumbre, source)
