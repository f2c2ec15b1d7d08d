from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from brands.scope import brand_scope
from core import clock, jobs
from monitoring import corrections, ingest, rematching, tasks, topics
from monitoring.models import Author, HourlyCount, Mention, MentionTopic, Rematch, Topic
from networks import types
from tests.monitoring import factories
from tests.monitoring.counters import agree, by_language
from tests.monitoring.factories import item, page
from tests.monitoring.matched import asked, catch_up, rows, stands

DAY = timedelta(days=1)


@pytest.fixture
def heard(lumbre, feed):
    """Twelve mentions, one every ten days, the newest of today; every third is about tea."""
    now = clock.now()
    items = [item(n, "té" if n % 3 == 0 else "café", posted_at=now - 10 * n * DAY) for n in range(12)]
    ingest.store(feed, page(*items), seen_at=now)
    return items


def add(brand, query="té") -> Topic:
    return topics.add_topic(brand, name="Tea", kind="brand", query=query, by=None)


def progress() -> tuple:
    return Rematch.objects.values_list("state", "looked_at", "matched", "attempts").get()


def test_ninety_days_newest_first_with_progress(lumbre, heard, monkeypatch):
    monkeypatch.setattr(rematching, "BATCH", 4)
    topic = add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    query = rematching.parse(topic.query)
    assert rematching._batch(rematch, query)
    assert (progress(), set(stands())) == (("running", 4, 2, 0), {"0", "3"})
    assert rematching._batch(rematch, query)
    assert (progress(), set(stands())) == (("running", 8, 3, 0), {"0", "3", "6"})
    assert rematching._batch(rematch, query)
    assert not rematching._batch(rematch, query)
    assert progress() == ("done", 9, 3, 0)  # the ninth is 80 days old, the tenth a moment more than 90
    assert Rematch.objects.get().finished_at is not None
    assert sum(by_language(topic.pk).values()) == 3
    assert rows() == asked(since=clock.now() - 90 * DAY)
    assert agree(lumbre)


def test_what_is_shown_again_while_a_batch_is_read_is_looked_at(lumbre, heard):
    Mention.objects.update(hidden=True)
    add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    shown = []

    def show(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not shown and "monitoring_mention" in sql:
            shown.append(True)
            Mention.objects.update(hidden=False)
        return result

    with connection.execute_wrapper(show):
        found = rematching._next(rematch)
    assert shown
    assert [mention.external_id.rpartition("/")[2] for mention in found] == [str(n) for n in range(9)]


def test_mentions_of_one_moment_are_looked_at_once_each(lumbre, feed, monkeypatch):
    now = clock.now()
    ingest.store(feed, page(*[item(n, "té", posted_at=now - DAY) for n in range(11)]), seen_at=now)
    monkeypatch.setattr(rematching, "BATCH", 3)
    add(lumbre)
    catch_up()
    assert progress() == ("done", 11, 11, 0)


def test_unlisted_mentions_are_matched_too_and_count_once_they_are_shown(lumbre, feed):
    now = clock.now()
    ingest.store(feed, page(item(1, "té", posted_at=now, author=types.Author("a1"))), seen_at=now)
    corrections.hide_author(lumbre, Author.objects.get())
    topic = add(lumbre)
    catch_up()
    assert (stands(), by_language(topic.pk)) == ({"1": {"Tea"}}, {})
    corrections.show_author(lumbre, Author.objects.get())
    assert sum(by_language(topic.pk).values()) == 1
    assert agree(lumbre)


def test_what_is_older_keeps_what_was_said_of_it(lumbre, heard):
    topic = factories.topic(lumbre, "té", "Tea")
    MentionTopic.objects.bulk_create(
        MentionTopic(brand=lumbre, mention=mention, topic=topic, posted_at=mention.posted_at)
        for mention in Mention.objects.filter(text="té")
    )
    topics.edit(topic, seen=1, query="agua")
    catch_up()
    assert set(stands()) == {"9"}


def test_a_worker_that_dies_is_swept_and_another_goes_on(lumbre, heard, monkeypatch):
    monkeypatch.setattr(rematching, "BATCH", 4)
    add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    rematching._batch(rematch, rematching.parse("té"))
    assert rematching.sweep() == 0
    with clock.shifted(jobs.LEASE + timedelta(seconds=1)):
        assert tasks.sweep_rematches() == 1
        catch_up()
    assert progress() == ("done", 9, 3, 0)
    assert not rematching._batch(rematch, rematching.parse("café"))  # it was not dead: its claim is
    assert set(stands()) == {"0", "3", "6"}


def test_an_edit_takes_the_claim_and_starts_anew(lumbre, heard, monkeypatch):
    monkeypatch.setattr(rematching, "BATCH", 4)
    topic = add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    rematching._batch(rematch, rematching.parse("té"))
    topics.edit(topic, seen=1, query="café")
    assert progress() == ("waiting", 0, 0, 0)
    assert not rematching._batch(rematch, rematching.parse("té"))
    catch_up()
    assert progress() == ("done", 9, 6, 0)
    assert rows() == asked(since=clock.now() - 90 * DAY)
    assert agree(lumbre)


def test_a_removed_topic_is_not_matched_any_further(lumbre, heard, monkeypatch):
    monkeypatch.setattr(rematching, "BATCH", 4)
    topic = add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    topics.remove(topic)
    assert not rematching._batch(rematch, rematching.parse("té"))
    assert (stands(), Rematch.objects.count()) == ({}, 0)


def test_a_mention_that_changes_while_it_is_matched_counts_as_it_is(lumbre, heard, monkeypatch):
    add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    read = rematching._next

    def change_then(rematch):
        mentions = read(rematch)
        Mention.objects.filter(external_id__endswith="/0").update(text="agua")
        Mention.objects.filter(external_id__endswith="/3").update(sentiment="negative")
        return mentions

    monkeypatch.setattr(rematching, "_next", change_then)
    rematching._batch(rematch, rematching.parse("té"))
    assert set(stands()) == {"3", "6"}
    assert by_language(rematch.topic_id) == {("es", "negative"): 1, ("es", "neutral"): 1}


def test_turns_are_short_and_brands_share_them(lumbre, heard, monkeypatch):
    verdea = factories.brand("Verdea")
    now = clock.now()
    ingest.store(factories.source(verdea), page(item(1, "té", posted_at=now)), seen_at=now)
    monkeypatch.setattr(rematching, "BATCH", 4)
    monkeypatch.setattr(rematching, "TURN", -DAY)  # over after one batch
    add(lumbre)
    with brand_scope(verdea.pk):
        add(verdea)
    assert rematching.run_due()
    assert progress() == ("waiting", 4, 2, 0)
    assert rematching.run_due()
    with brand_scope(verdea.pk):
        assert progress()[:3] == ("waiting", 1, 1)
    catch_up()
    assert progress() == ("done", 9, 3, 0)


def test_the_task_works_until_nothing_is_due(lumbre, heard):
    add(lumbre)
    topics.add_topic(lumbre, name="Coffee", kind="brand", query="café", by=None)
    assert tasks.match_again() == 2
    assert tasks.match_again() == 0
    assert set(Rematch.objects.values_list("state", flat=True)) == {"done"}


def test_a_mistake_of_ours_is_tried_again_and_then_shown(lumbre, heard, monkeypatch):
    add(lumbre)

    def breaks(rematch):
        raise RuntimeError("broken")

    monkeypatch.setattr(rematching, "_next", breaks)
    rematching.run_due()
    assert Rematch.objects.values_list("state", "attempts", "last_error").get() == ("waiting", 1, "RuntimeError")
    Rematch.objects.update(attempts=jobs.MAX_ATTEMPTS - 1, not_before=clock.now())
    rematching.run_due()
    assert Rematch.objects.get().state == "failed"


def test_a_batch_takes_as_many_queries_however_much_it_matches(lumbre, heard, django_assert_max_num_queries):
    add(lumbre, "té OR café")
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    with django_assert_max_num_queries(19):
        rematching._batch(rematch, rematching.parse("té OR café"))
    assert MentionTopic.objects.count() == 9


@pytest.mark.parametrize("condition", ["LISTED", "UNLISTED"])
def test_the_walk_reads_along_an_index(lumbre, feed, heard, condition):
    add(lumbre)
    (rematch,) = jobs.claim_due(rematching.queue(), limit=1)
    rematch.reached_at, rematch.reached_id = clock.now(), 10**9
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    plan = rematching._left(rematch).filter(getattr(rematching, condition)).explain()
    assert {"LISTED": "mention_newest", "UNLISTED": "mention_unlisted"}[condition] in plan
    assert "Sort" not in plan


def test_to_look_at_counts_the_brand_once(lumbre, heard):
    add(lumbre)
    catch_up()
    assert HourlyCount.objects.filter(topic__isnull=False).exists()
    other = topics.add_topic(lumbre, name="Coffee", kind="brand", query="café", by=None)
    assert Rematch.objects.get(topic=other).to_look_at == 9
