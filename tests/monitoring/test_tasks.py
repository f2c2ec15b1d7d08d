"""The alarm clock of listening, driven by calling it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brands.scope import OutOfScope, current_brand_id
from core import clock, jobs
from monitoring import polling, tasks
from monitoring.models import Mention, Source
from networks import errors, registry
from networks.types import Page
from tests.monitoring import factories, scores
from tests.monitoring.factories import item
from tests.monitoring.fakes import Scripted

pytestmark = pytest.mark.django_db


@pytest.fixture
def brands(monkeypatch):
    monkeypatch.setattr("monitoring.sentiment.score", scores.score)
    return [factories.brand("Lumbre"), factories.brand("Verdea")]


def test_polling_opens_each_sources_brand_and_leaves_none_open(brands, monkeypatch):
    for n in range(20):
        factories.source(brands[n % 2], f"https://{n}.example/feed")
    in_scope = []

    def answer() -> Page:
        in_scope.append(current_brand_id())
        return Page(items=(item(1),))

    monkeypatch.setattr(registry, "connector", lambda key: Scripted(answer))
    assert tasks.poll_due_sources() == 20
    assert sorted(in_scope) == sorted([brands[0].pk, brands[1].pk] * 10)
    assert sorted(Mention.all_brands.values_list("brand", flat=True)) == sorted(b.pk for b in brands)
    with pytest.raises(OutOfScope):
        current_brand_id()


def test_a_source_that_fails_is_not_asked_again_in_the_same_tick(brands, monkeypatch):
    factories.source(brands[0])
    network = Scripted(errors.Unavailable("down"))
    monkeypatch.setattr(registry, "connector", lambda key: network)
    assert tasks.poll_due_sources() == 1
    assert len(network.asked) == 1


def test_the_sweep_brings_back_what_a_dead_worker_held(brands):
    factories.source(brands[0])
    jobs.claim_due(polling.queue(), limit=1)
    assert tasks.sweep_sources() == 0
    with clock.shifted(jobs.LEASE + timedelta(seconds=1)):
        assert tasks.sweep_sources() == 1
    assert Source.all_brands.get().state == "waiting"


def test_house_is_kept_brand_by_brand_and_not_in_deleted_ones(brands, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.keep_house_of, "delay", asked.append)
    factories.brand("Gone", deleted_at=clock.now())
    tasks.keep_house()
    assert sorted(asked) == sorted(b.pk for b in brands)


def test_a_turn_of_polling_ends_although_more_is_due(brands, monkeypatch):
    taken = []

    def poll_due() -> int:
        taken.append(clock.now())
        monkeypatch.setattr(clock, "now", lambda: taken[0] + len(taken) * tasks.TURN / 2)
        return polling.BATCH

    monkeypatch.setattr(polling, "poll_due", poll_due)
    assert tasks.poll_due_sources() == 2 * polling.BATCH
