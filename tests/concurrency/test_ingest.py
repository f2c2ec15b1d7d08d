"""Four workers on one brand, overlapping items: nothing twice, nothing lost, no deadlock, exact counts."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from brands.scope import brand_scope
from core import clock
from monitoring.models import Author, HourlyCount, Mention, Source, Topic
from tests.concurrency.ingest_worker import PAGES, POOL
from tests.monitoring import counters, factories, matched
from tests.monitoring.counters import agree

WORKER = "tests.concurrency.ingest_worker"


@pytest.fixture
def lumbre(transactional_db):
    brand = factories.brand("Lumbre")
    with brand_scope(brand.pk):
        yield brand


def test_overlapping_items_are_stored_once_and_counted_exactly(lumbre, workers):
    for n in range(4):
        workers.start(WORKER, do="store", source=factories.source(lumbre, f"https://{n}.example/feed").pk)
    workers.go()
    said = workers.results()
    stored = Mention.objects.count()
    assert stored == sum(one["new"] for one in said) == HourlyCount.objects.aggregate(n=Sum("n"))["n"]
    assert stored > POOL * 0.9
    assert Author.objects.count() == 15
    assert Source.objects.aggregate(n=Sum("items_found"))["n"] == stored
    assert agree(lumbre)


def test_counters_that_all_write_make_nobody_wait_in_a_circle(lumbre, workers):
    for n in range(4):
        workers.start(WORKER, do="count", source=factories.source(lumbre, f"https://{n}.example/feed").pk)
    workers.go()
    workers.results()
    assert HourlyCount.objects.aggregate(n=Sum("n"))["n"] == 4 * PAGES * 60 == Mention.objects.count()
    assert agree(lumbre)


def test_topics_change_and_are_matched_again_meanwhile(lumbre, workers):
    at = clock.now()
    for n in range(2):
        source = factories.source(lumbre, f"https://{n}.example/feed").pk
        workers.start(WORKER, do="store", source=source, at=at.isoformat())
    workers.start(WORKER, do="correct", brand=lumbre.pk, languages=True)
    workers.start(WORKER, do="topics", brand=lumbre.pk)
    workers.start(WORKER, do="match", seconds=4)
    workers.start(WORKER, do="match", seconds=4)
    workers.go()
    said = workers.results()
    assert said[4]["turns"] + said[5]["turns"] > 0
    assert counters.open_ones() == counters.counted_by_hand()
    matched.catch_up()
    assert Topic.objects.exists()
    assert matched.rows() == matched.asked()
    assert counters.open_ones() == counters.counted_by_hand()
    assert agree(lumbre)


def test_corrections_hiding_and_recounts_meanwhile_lose_nothing(lumbre, workers):
    for n in range(2):
        workers.start(WORKER, do="store", source=factories.source(lumbre, f"https://{n}.example/feed").pk)
    workers.start(WORKER, do="correct", brand=lumbre.pk)
    workers.start(WORKER, do="recount", brand=lumbre.pk)
    workers.go()
    said = workers.results()
    assert Mention.objects.count() == said[0]["new"] + said[1]["new"]
    assert said[0]["edited"] + said[1]["edited"] > PAGES
    assert said[2]["corrected"] > 0
    assert agree(lumbre)
    hidden = set(Mention.objects.filter(hidden=True).values_list("author", flat=True))
    assert hidden == set(Author.objects.filter(hidden=True).values_list("pk", flat=True))
    assert not Mention.objects.filter(author__hidden=True, hidden=False).exists()
