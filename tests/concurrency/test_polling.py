"""Several workers, one queue: each source is read once; a dead worker's comes back, a slow worker's does not."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

import pytest

from brands.scope import brand_scope
from core import clock, jobs
from monitoring import polling
from monitoring.models import Mention, Source
from networks import registry
from networks.types import Page
from tests.concurrency.processes import wait_for
from tests.monitoring import factories
from tests.monitoring.factories import item
from tests.monitoring.fakes import Scripted

WORKER = "tests.concurrency.poll_worker"


@pytest.fixture
def lumbre(transactional_db):
    brand = factories.brand("Lumbre")
    with brand_scope(brand.pk):
        yield brand


def asked(folder) -> list[str]:
    said = folder / "asked"
    return [line.split()[1] for line in said.read_text().splitlines()] if said.exists() else []


def test_each_due_source_is_read_once(lumbre, workers, tmp_path):
    verdea = factories.brand("Verdea")
    for n in range(20):
        factories.source(lumbre, f"https://{n}.example/feed")
        factories.source(verdea, f"https://v{n}.example/feed")
    for _ in range(4):
        workers.start(WORKER, takes=0.01)
    workers.go()
    assert sum(one["polled"] for one in workers.results()) == 40
    assert len(asked(tmp_path)) == len(set(asked(tmp_path))) == 40
    assert Source.all_brands.filter(state="waiting", items_found=1, claim=None).count() == 40
    assert Mention.all_brands.count() == 40


def test_a_worker_killed_in_the_middle_loses_nothing(lumbre, workers, tmp_path, monkeypatch):
    source = factories.source(lumbre)
    worker = workers.start(WORKER, takes=60)
    workers.go()
    wait_for(lambda: asked(tmp_path), [worker])
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    source.refresh_from_db()
    assert (source.state, polling.sweep()) == ("running", 0)
    monkeypatch.setattr(registry, "connector", lambda key: Scripted(Page(items=(item(1),))))
    with clock.shifted(jobs.LEASE + timedelta(seconds=1)):
        assert polling.sweep() == 1
        assert polling.poll_due() == 1
    source.refresh_from_db()
    assert (source.state, source.items_found, source.attempts) == ("waiting", 1, 0)


def test_a_slow_worker_keeps_its_claim_by_its_heartbeat(lumbre, workers, tmp_path, monkeypatch):
    source = factories.source(lumbre)
    worker = workers.start(WORKER, takes=4, lease=1.5, batch=1)
    workers.go()
    wait_for(lambda: asked(tmp_path), [worker])
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=1.5))
    while worker.poll() is None:
        assert polling.sweep() == 0
        time.sleep(0.1)
    assert workers.results() == [{"polled": 1}]
    source.refresh_from_db()
    assert (source.items_found, asked(tmp_path)) == (1, [source.address])
