from __future__ import annotations

import pytest
import redis

from monitoring import corrections, ingest, live, triage
from monitoring.models import Mention
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page


@pytest.fixture
def grows(lumbre, django_capture_on_commit_callbacks):
    """By how much the brand's number grows when a thing is done and committed."""

    def by(do) -> int:
        before = live.version(lumbre.public_id)
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return live.version(lumbre.public_id) - before

    return by


def test_the_number_grows_with_what_all_see(lumbre, feed, grows):
    bob = factories.person("Bob")
    items = page(item(1), item(2))
    assert grows(lambda: ingest.store(feed, items, seen_at=NOON)) == 1
    assert grows(lambda: ingest.store(feed, items, seen_at=NOON)) == 0
    mentions = list(Mention.objects.all())
    assert grows(lambda: corrections.correct_label(lumbre, mentions, "negative")) == 1
    assert grows(lambda: corrections.correct_label(lumbre, mentions, "negative")) == 0
    assert grows(lambda: triage.handle(lumbre, mentions)) == 1
    assert grows(lambda: triage.mark_read(bob, mentions)) == 0


def test_nothing_is_announced_before_the_commit(lumbre, feed):
    before = live.version(lumbre.public_id)
    ingest.store(feed, page(item(1)), seen_at=NOON)  # in the test's transaction, which never commits
    assert live.version(lumbre.public_id) == before


def test_each_brand_has_its_own(lumbre, feed, grows):
    verdea = factories.brand("Verdea")
    assert grows(lambda: ingest.store(factories.source(verdea), page(item(1)), seen_at=NOON)) == 0
    assert live.version(verdea.public_id) == 1


def test_reading_takes_no_database(lumbre, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert live.version(lumbre.public_id) == 0


def test_without_the_store_mentions_are_still_kept(
    lumbre, feed, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    nowhere = redis.Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.1)
    monkeypatch.setattr(live, "_redis", lambda: nowhere)
    with django_capture_on_commit_callbacks(execute=True):
        assert ingest.store(feed, page(item(1)), seen_at=NOON).new == 1
    assert "could not announce a change" in caplog.text
