from __future__ import annotations

from datetime import timedelta

import pytest

from brands.models import Event
from brands.scope import brand_scope
from core import clock
from core.versions import StaleWrite
from monitoring import ingest, tasks, topics, wording
from monitoring.matching import QueryError
from monitoring.models import DailyCount, HourlyCount, Mention, MentionTopic, Rematch, Topic
from tests.monitoring import factories
from tests.monitoring.counters import agree, by_language
from tests.monitoring.factories import item, page
from tests.monitoring.matched import catch_up, stands


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def add(brand, name="Café", query="café", kind="brand", by=None) -> Topic:
    return topics.add_topic(brand, name=name, kind=kind, query=query, by=by)


@pytest.fixture
def heard(lumbre, feed) -> None:
    now = clock.now()
    items = [item(1, "café bueno", posted_at=now), item(2, "té malo", posted_at=now - timedelta(days=30))]
    ingest.store(feed, page(*items), seen_at=now)


def test_added_is_logged_and_matched_with_what_was_heard(lumbre, heard):
    alice = factories.person("Alice")
    topic = add(lumbre, kind="competitor", query=" café ", by=alice)
    topic.refresh_from_db()
    assert (topic.name, topic.kind, topic.query, topic.added_by) == ("Café", "competitor", "café", alice)
    event = Event.objects.get()
    assert (event.verb, event.object_id) == ("topic.added", topic.public_id)
    assert event.after == {"kind": "competitor", "query": "café"}
    rematch = Rematch.objects.get()
    assert (rematch.topic_id, rematch.state, rematch.to_look_at) == (topic.pk, "waiting", 2)
    catch_up()
    assert stands() == {"1": {"Café"}}
    assert by_language(topic.pk) == {("es", "positive"): 1}


@pytest.mark.parametrize("query", ["", "NOT café", "(café", "-a -b"])
def test_what_is_no_query_is_refused(lumbre, query):
    with pytest.raises(QueryError):
        add(lumbre, query=query)
    assert (Topic.objects.count(), Rematch.objects.count(), verbs()) == (0, 0, [])


def test_a_name_is_taken_once_however_it_is_written(lumbre):
    there = add(lumbre)
    with pytest.raises(topics.AlreadyThere) as refused:
        add(lumbre, name="CAFE")
    assert refused.value.topic == there
    tea = add(lumbre, name="Té", query="té")
    with pytest.raises(topics.AlreadyThere) as refused:
        topics.edit(tea, seen=1, name="cafe")
    assert refused.value.topic == there
    tea.refresh_from_db()
    assert (tea.name, tea.version, Topic.objects.count()) == ("Té", 1, 2)
    assert verbs() == ["topic.added", "topic.added"]


def test_edit_honours_the_version(lumbre):
    topic = add(lumbre)
    topics.edit(topic, seen=1, name="Ágora", kind="market")
    topic.refresh_from_db()
    assert (topic.name, topic.sort_key, topic.kind, topic.version) == ("Ágora", "agora", "market", 2)
    with pytest.raises(StaleWrite) as refused:
        topics.edit(topic, seen=1, query="té")
    assert (refused.value.current.query, refused.value.wanted["query"]) == ("café", "té")
    topics.edit(topic, seen=2, name="Ágora")
    assert verbs() == ["topic.added", "topic.edited"]
    assert Event.objects.get(verb="topic.edited").before == {"name": "Café", "kind": "brand"}


def test_only_another_question_is_matched_again(lumbre, heard):
    topic = add(lumbre)
    catch_up()
    topics.edit(topic, seen=1, name="Otro", query=" café  ")
    topics.edit(topic, seen=2, query="(café)")
    topic.refresh_from_db()
    assert (topic.query, topic.query_version, Rematch.objects.get().state) == ("(café)", 1, "done")
    topics.edit(topic, seen=3, query="té")
    assert (topic.query_version, Rematch.objects.get().state, Rematch.objects.get().query_version) == (2, "waiting", 2)
    catch_up()
    assert stands() == {"2": {"Otro"}}
    assert by_language(topic.pk) == {("es", "negative"): 1}
    assert agree(lumbre)
    with pytest.raises(QueryError):
        topics.edit(topic, seen=4, query="(")
    topic.refresh_from_db()
    assert (topic.query, topic.version) == ("té", 4)


def test_removed_hides_keeps_its_counts_and_comes_back_with_what_came_in_meanwhile(lumbre, feed, heard):
    topic = add(lumbre)
    catch_up()
    topics.remove(topic)
    assert (Topic.objects.count(), Rematch.objects.count()) == (0, 0)
    ingest.store(feed, page(item(3, "café malo", posted_at=clock.now())), seen_at=clock.now())
    assert stands() == {"1": {"Café"}}
    assert by_language(topic.pk) == {("es", "positive"): 1}
    ingest.store(feed, page(item(1, "agua", posted_at=clock.now())), seen_at=clock.now())
    assert stands() == {"1": {"Café"}}  # nobody asks it: undo decides
    assert agree(lumbre)
    topics.restore(topic)
    catch_up()
    assert stands() == {"3": {"Café"}}
    assert by_language(topic.pk) == {("es", "negative"): 1}
    assert verbs() == ["topic.added", "topic.removed", "topic.restored"]
    assert agree(lumbre)


def test_a_removed_name_is_free_and_then_taken(lumbre):
    topic = add(lumbre)
    topics.remove(topic)
    there = add(lumbre, query="té")
    with pytest.raises(topics.AlreadyThere) as refused:
        topics.restore(topic)
    assert refused.value.topic == there
    assert list(Topic.objects.all()) == [there]


def test_what_was_removed_30_days_ago_goes_with_its_counts(lumbre, heard):
    topic, other = add(lumbre), add(lumbre, name="Té", query="té")
    catch_up()
    topics.remove(topic)
    assert topics.purge() == 0
    with clock.shifted(timedelta(days=30, seconds=1)):
        tasks.keep_house_of(lumbre.pk)
    assert list(Topic.with_deleted.values_list("pk")) == [(other.pk,)]
    for model in (MentionTopic, HourlyCount, DailyCount):
        assert set(model.objects.filter(topic__isnull=False).values_list("topic", flat=True)) == {other.pk}
    assert Mention.objects.count() == 2
    assert agree(lumbre)


def test_each_brand_has_its_own_names(lumbre):
    add(lumbre)
    verdea = factories.brand("Verdea")
    with brand_scope(verdea.pk):
        add(verdea)
    assert Topic.objects.count() == 1


def test_each_event_has_a_sentence(lumbre):
    topic = add(lumbre)
    topics.edit(topic, seen=1, query="té")
    topics.restore(topics.remove(topic))
    assert {verb for verb in verbs() if verb not in wording.EVENTS} == set()
