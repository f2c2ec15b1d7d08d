"""A topic changes while a page is being written: who comes second sees what the first has done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection

from brands.scope import brand_scope
from core import clock
from monitoring import counts, ingest, topics
from monitoring.models import Topic
from networks.types import Page
from tests.monitoring import counters, factories, matched, scores
from tests.monitoring.factories import item


@pytest.fixture
def lumbre(transactional_db, monkeypatch):
    monkeypatch.setattr("monitoring.sentiment.score", scores.score)
    brand = factories.brand("Lumbre")
    with brand_scope(brand.pk):
        yield brand


def beside(brand, work: Callable[[], object]) -> Thread:
    """`work` in a thread with a connection of its own."""

    def run() -> None:
        try:
            with brand_scope(brand.pk):
                work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def meet(brand, topic: Topic, monkeypatch: pytest.MonkeyPatch, *, patience: float) -> None:
    """A page is matched and not yet committed; then the topic asks for something else, and matches what is there.

    The page waits for that at most `patience` seconds.
    """
    written, changed = Event(), Event()
    write = counts.write

    def write_slowly(brand_id, changes) -> None:
        write(brand_id, changes)
        if not written.is_set():
            written.set()
            changed.wait(patience)

    def change() -> None:
        topics.edit(topic, seen=1, query="té")
        matched.catch_up()
        changed.set()

    monkeypatch.setattr(counts, "write", write_slowly)
    source, now = factories.source(brand), clock.now()
    page = Page(items=(item(1, "un té", posted_at=now), item(2, "un café", posted_at=now)))
    writer = beside(brand, lambda: ingest.store(source, page, seen_at=now))
    assert written.wait(30)
    changer = beside(brand, change)
    for thread in (writer, changer):
        thread.join(30)
        assert not thread.is_alive()


def test_nothing_slips_between_a_page_and_a_change(lumbre, monkeypatch):
    meet(lumbre, factories.topic(lumbre, "café", "Drinks"), monkeypatch, patience=1)
    assert matched.stands() == {"1": {"Drinks"}}
    assert matched.rows() == matched.asked()
    assert counters.agree(lumbre)


def test_without_turns_it_would(lumbre, monkeypatch):
    monkeypatch.setattr(counts, "hold", lambda brand_id: None)
    meet(lumbre, factories.topic(lumbre, "café", "Drinks"), monkeypatch, patience=20)
    assert matched.rows() != matched.asked()
