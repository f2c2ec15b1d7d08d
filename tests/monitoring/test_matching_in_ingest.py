"""Mentions are matched with the brand's topics as they come in, and again when they change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brands.scope import brand_scope
from monitoring import corrections, counts, ingest, live_topics, retention, undo
from monitoring.ingest import Stored
from monitoring.models import Author, Mention, MentionTopic, Source, Topic
from networks import types
from tests.monitoring import counters, factories
from tests.monitoring.counters import agree, by_language
from tests.monitoring.factories import NOON, item, page
from tests.monitoring.matched import stands

LATER = NOON + timedelta(hours=1)


def store(source, *items, at=NOON, **fields) -> Stored:
    return ingest.store(source, page(*items, **fields), seen_at=at)


@pytest.fixture
def coffee(lumbre) -> Topic:
    return factories.topic(lumbre, "café", "Coffee")


@pytest.fixture
def tea(lumbre) -> Topic:
    return factories.topic(lumbre, "té OR tea", "Tea")


def test_what_comes_in_is_matched_and_counted_once_for_each_topic(lumbre, feed, coffee, tea):
    store(feed, item(1, "un café bueno"), item(2, "café y té, malo"), item(3, "agua, bueno"))
    assert stands() == {"1": {"Coffee"}, "2": {"Coffee", "Tea"}}
    assert by_language() == {("es", "positive"): 2, ("es", "negative"): 1}
    assert by_language(coffee.pk) == {("es", "positive"): 1, ("es", "negative"): 1}
    assert by_language(tea.pk) == {("es", "negative"): 1}
    today = NOON.date()
    assert counts.by_day(lumbre, today, today, tea)[0].total == 1
    assert counts.totals(lumbre, today, today, "topic") == {coffee.pk: 2, tea.pk: 1}
    assert counts.totals(lumbre, today, today, "sentiment", tea.pk) == {"negative": 1}
    assert set(MentionTopic.objects.values_list("posted_at")) == set(
        Mention.objects.exclude(external_id__endswith="/3").values_list("posted_at")
    )
    assert agree(lumbre)


def test_topics_of_another_brand_see_nothing(lumbre, feed, coffee):
    verdea = factories.brand("Verdea")
    factories.topic(verdea, "bueno", "Theirs")
    store(feed, item(1, "un café bueno"))
    assert stands() == {"1": {"Coffee"}}
    with brand_scope(verdea.pk):
        assert MentionTopic.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("lang:es", True),
        ("lang:en", False),
        ("network:feed", True),
        ('author:"Ana Pérez"', True),
        ("author:ana_p", True),
        ("titular", True),
        ("nada", False),
    ],
)
def test_queries_ask_for_all_that_a_mention_is(lumbre, feed, query, matches):
    factories.topic(lumbre, query, "Asked")
    ana = types.Author("a1", name="Ana Pérez", handle="@ana_p")
    store(feed, item(1, "bueno", title="Un titular", author=ana))
    assert stands() == ({"1": {"Asked"}} if matches else {})


def test_a_name_that_the_item_leaves_out_is_the_one_we_know(lumbre, feed):
    factories.topic(lumbre, "author:ana_p", "Ana")
    store(feed, item(1, author=types.Author("a1", handle="ana_p")))
    store(feed, item(2, author=types.Author("a1", name="Ana")))
    assert stands() == {"1": {"Ana"}, "2": {"Ana"}}


def test_a_later_version_is_matched_again(lumbre, feed, coffee, tea):
    store(feed, item(1, "un café bueno"), item(2, "agua"))
    store(feed, item(1, "un té malo"), item(2, "agua", title="Del café"), at=LATER)
    assert stands() == {"1": {"Tea"}, "2": {"Coffee"}}
    assert by_language(tea.pk) == {("es", "negative"): 1}
    assert agree(lumbre)


def test_a_better_date_moves_matches_and_counts(lumbre, feed, coffee):
    store(feed, item(1, "café", posted_at=None))
    assert MentionTopic.objects.get().posted_at == NOON
    store(feed, item(1, "café", posted_at=NOON - timedelta(days=3)), at=LATER)
    assert MentionTopic.objects.get().posted_at == NOON - timedelta(days=3)
    assert [day for (topic, day, *_) in counters.daily() if topic == coffee.pk] == [(NOON - timedelta(days=3)).date()]
    assert agree(lumbre)


def test_what_another_source_says_of_it_changes_no_match(lumbre, feed, coffee, tea):
    store(feed, item(1, "un café"))
    store(factories.source(lumbre, "https://copy.example/feed"), item(1, "un té"), at=LATER)
    assert stands() == {"1": {"Coffee"}}


def test_gone_and_hidden_mentions_keep_their_matches_uncounted(lumbre, feed, coffee):
    store(feed, item(1, "café", author=types.Author("a1")), item(2, "café"), item(30, "café"))
    full = {"complete_since": NOON - timedelta(minutes=20)}
    for hours in (1, 2):
        store(feed, item(1, "café", author=types.Author("a1")), at=NOON + timedelta(hours=hours), **full)
    done = corrections.hide_author(lumbre, Author.objects.get())
    assert counts.totals(lumbre, NOON.date(), NOON.date(), "topic") == {coffee.pk: 1}
    assert stands() == {"1": {"Coffee"}, "2": {"Coffee"}, "30": {"Coffee"}}
    undo.undo(factories.person("Bob"), lumbre, done)
    assert counts.totals(lumbre, NOON.date(), NOON.date(), "topic") == {coffee.pk: 2}
    assert agree(lumbre)


def test_a_language_that_a_person_names_is_matched_again_with_its_undo(lumbre, feed):
    english = factories.topic(lumbre, "lang:en", "English")
    store(feed, item(1, "bueno"), item(2, "bueno"))
    done = corrections.correct_language(lumbre, Mention.objects.filter(external_id__endswith="/1"), "en")
    assert stands() == {"1": {"English"}}
    assert sum(by_language(english.pk).values()) == 1
    assert agree(lumbre)
    store(feed, item(1, "muy bueno"), at=LATER)  # the machine does not write over it
    assert stands() == {"1": {"English"}}
    undo.undo(factories.person("Bob"), lumbre, done)
    assert (stands(), by_language(english.pk)) == ({}, {})
    assert agree(lumbre)


def test_a_corrected_label_is_counted_in_each_topic(lumbre, feed, coffee, tea):
    store(feed, item(1, "café y té, bueno"))
    corrections.correct_label(lumbre, Mention.objects.all(), "negative")
    assert by_language(coffee.pk) == by_language(tea.pk) == by_language() == {("es", "negative"): 1}
    assert agree(lumbre)


def test_a_source_may_keep_only_what_a_topic_matches(lumbre, feed, coffee):
    Source.objects.update(keep="matching")
    feed.refresh_from_db()
    items = [item(1, "café", author=types.Author("a1")), item(2, "agua", author=types.Author("a2"))]
    assert store(feed, *items) == Stored(new=1, unmatched=1)
    assert (stands(), Mention.objects.count(), Author.objects.count()) == ({"1": {"Coffee"}}, 1, 1)
    assert store(feed, item(1, "agua"), at=LATER) == Stored(edited=1)  # what is known stays known
    assert (stands(), Mention.objects.count()) == ({}, 1)
    assert agree(lumbre)


def test_a_topic_that_changes_while_a_page_is_prepared_counts(lumbre, feed, coffee):
    batch = ingest.prepare(feed, page(item(1, "un té")), seen_at=NOON)
    tea = factories.topic(lumbre, "té", "Tea")
    ingest.write(batch)
    assert stands() == {"1": {"Tea"}}
    batch = ingest.prepare(feed, page(item(2, "un té")), seen_at=NOON)
    Topic.objects.filter(pk=tea.pk).update(query="agua", query_version=2)
    ingest.write(batch)
    assert stands() == {"1": {"Tea"}}


def test_retention_takes_matches_along_and_leaves_counts(lumbre, feed, coffee):
    store(feed, item(1, "café"))
    before = counters.both()
    assert retention.run(lumbre, at=NOON + timedelta(days=500)) == 1
    assert (MentionTopic.objects.count(), counters.both()) == (0, before)
    assert agree(lumbre)


def test_an_import_brings_rows_of_several_networks(lumbre, feed, coffee):
    said = {"posted_at": NOON, "author": types.Author("a1", name="Ana")}
    items = [item(1, "café", network=name, **said) for name in ("mastodon", "bluesky")] + [item(1, "café", **said)]
    assert store(feed, *items) == Stored(new=3)
    assert store(feed, *items, at=LATER) == Stored()
    assert store(feed, items[0], complete_since=NOON - timedelta(days=1), at=LATER) == Stored(missing=2)
    assert sorted(Mention.objects.values_list("network", "author__network")) == [
        ("bluesky", "bluesky"), ("feed", "feed"), ("mastodon", "mastodon"),
    ]  # fmt: skip
    assert counts.totals(lumbre, NOON.date(), NOON.date(), "network", coffee) == {
        "bluesky": 1,
        "feed": 1,
        "mastodon": 1,
    }
    assert agree(lumbre)


def test_a_page_takes_as_many_queries_with_many_topics_and_mentions(lumbre, feed, coffee):
    def queries(*items) -> int:
        live_topics.current()
        with CaptureQueriesContext(connection) as seen:
            store(feed, *items, at=LATER)
        return len(seen)

    store(feed, item(900, "agua"))  # the zone of the days is settled
    few = queries(item(100, "café")), queries(item(100, "agua"))
    for n in range(30):
        factories.topic(lumbre, f"café NOT x{n}", f"Coffee {n}")
    many = [item(n, "café") for n in range(50)]
    assert (queries(*many), MentionTopic.objects.count()) == (few[0], 50 * 31)
    assert (queries(*[item(n, "agua") for n in range(50)]), MentionTopic.objects.count()) == (few[1], 0)
    assert max(few) < 20


def test_the_matcher_is_built_once_for_each_state_of_the_topics(lumbre, coffee):
    first = live_topics.current()
    assert live_topics.current() is first
    Topic.objects.update(name="Kaffee")
    assert live_topics.current() is first
    Topic.objects.update(query_version=2)
    second = live_topics.current()
    assert second is not first
    Topic.objects.update(deleted_at=NOON)
    assert live_topics.current().ids == frozenset()
    Topic.with_deleted.update(deleted_at=None)
    assert live_topics.current().ids == {coffee.pk}


def test_a_stored_query_that_is_not_understood_stops_nothing(lumbre, feed, coffee, caplog):
    factories.topic(lumbre, "(", "Broken")
    store(feed, item(1, "café"))
    assert stands() == {"1": {"Coffee"}}
    assert "not understood" in caplog.text
