from __future__ import annotations

from datetime import timedelta

import pytest

from brands.models import Event
from core import clock
from core.versions import StaleWrite
from monitoring import ingest, retention, sources
from monitoring.health import Health, health
from monitoring.models import Mention, Source
from networks import registry
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page
from tests.monitoring.fakes import Scripted

ADDRESS = "https://blog.example/feed"


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_discover_asks_the_connector(monkeypatch):
    monkeypatch.setattr(registry, "connector", lambda key: Scripted())
    assert [f.address for f in sources.discover("feed", "https://blog.example")] == [ADDRESS]


def test_a_network_that_cannot_look_takes_the_address_as_it_is(monkeypatch):
    blind = Scripted()
    blind.capabilities = frozenset()
    monkeypatch.setattr(registry, "connector", lambda key: blind)
    assert [f.address for f in sources.discover("feed", ADDRESS)] == [ADDRESS]


def test_added_is_due_at_once_and_logged(lumbre):
    alice = factories.person("Alice")
    source = sources.add_source(lumbre, "feed", ADDRESS, by=alice, title="Blog", kind="comments")
    source.refresh_from_db()
    assert (source.title, source.kind, source.added_by, source.titled_by_person) == ("Blog", "comments", alice, False)
    assert source.not_before <= clock.now()
    assert health(source) == Health.NEW
    event = Event.objects.get()
    assert (event.verb, event.object_id, event.after) == (
        "source.added", source.public_id, {"network": "feed", "address": ADDRESS},
    )  # fmt: skip


def test_the_same_address_is_not_added_twice(lumbre, feed):
    with pytest.raises(sources.AlreadyThere) as refused:
        sources.add_source(lumbre, "feed", ADDRESS, by=None)
    assert refused.value.source == feed
    assert (Source.objects.count(), verbs()) == (1, [])


def test_edit_honours_the_version(feed):
    sources.edit(feed, seen=1, title="El blog", poll_minutes=30)
    feed.refresh_from_db()
    assert (feed.title, feed.poll_minutes, feed.version, feed.titled_by_person) == ("El blog", 30, 2, True)
    with pytest.raises(StaleWrite) as refused:
        sources.edit(feed, seen=1, title="Otro")
    assert (refused.value.current.title, refused.value.wanted["title"]) == ("El blog", "Otro")
    sources.edit(feed, seen=2, title="El blog")
    assert verbs() == ["source.edited"]
    assert Event.objects.get().before == {"title": "", "poll_minutes": 10}


def test_pause_and_resume(feed):
    Source.objects.update(attempts=9, last_error="Gone", state="failed")
    feed.refresh_from_db()
    sources.pause(feed)
    sources.pause(feed)
    feed.refresh_from_db()
    assert (feed.paused, health(feed)) == (True, Health.PAUSED)
    sources.resume(feed)
    feed.refresh_from_db()
    assert (feed.state, feed.attempts, feed.last_error) == ("waiting", 0, "")
    assert verbs() == ["source.paused", "source.resumed"]


def test_removed_hides_and_comes_back(lumbre, feed):
    sources.pause(feed)
    sources.remove(feed)
    assert Source.objects.count() == 0
    sources.restore(feed)
    assert Source.objects.get().paused
    assert verbs() == ["source.paused", "source.removed", "source.restored"]


def test_adding_a_removed_address_brings_it_back_with_its_history(lumbre, feed):
    ingest.store(feed, page(item(1, id_is_global=False)), seen_at=NOON)
    sources.remove(feed)
    again = sources.add_source(lumbre, "feed", ADDRESS, by=None)
    assert again == feed
    assert ingest.store(again, page(item(1, id_is_global=False)), seen_at=NOON) == ingest.Stored()


@pytest.mark.parametrize("state", ["paused", "failed"])
def test_adding_a_removed_address_that_was_not_read_any_more_reads_it_again(lumbre, feed, state):
    Source.objects.update(state=state, last_error="Gone", attempts=10)
    feed.refresh_from_db()
    sources.remove(feed)
    sources.add_source(lumbre, "feed", ADDRESS, by=None)
    again = Source.objects.get()
    assert (again.state, again.attempts, again.last_error) == ("waiting", 0, "")


def test_restoring_over_a_newer_one_is_refused(lumbre, feed):
    sources.remove(feed)
    newer = factories.source(lumbre)
    with pytest.raises(sources.AlreadyThere) as refused:
        sources.restore(feed)
    assert refused.value.source == newer
    assert Source.with_deleted.get(pk=feed.pk).deleted_at is not None


def test_after_thirty_days_it_is_deleted_and_its_mentions_stay(feed):
    ingest.store(feed, page(item(1), item(2), item(3)), seen_at=NOON)
    sources.remove(feed)
    now = clock.now()
    assert retention.purge_sources(at=now + timedelta(days=29), batch=2) == 0
    assert retention.purge_sources(at=now + timedelta(days=31), batch=2) == 1
    assert Source.with_deleted.count() == 0
    assert Mention.objects.filter(source=None).count() == 3
