from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event

import pytest

from brands.models import Brand
from brands.scope import brand_scope
from core import clock
from monitoring import sentiment, sources
from monitoring.models import Source, Stream, Topic
from monitoring.streaming import consumer, following
from networks import registry
from tests.monitoring import factories, scores
from tests.networks.jetstream_fake import FakeJetstream, place_of


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks and waits of a test's length."""
    monkeypatch.setattr(sentiment, "score", scores.score)
    for module, name, seconds in (
        (consumer, "LOOK", 0.05),
        (consumer, "_FIRST_WAIT", 0.05),
        (consumer, "_LONGEST_WAIT", 0.1),
        (following, "LOOK", 0.2),
        (following, "_TELL", 0.0),
        (following, "_PATIENCE", 0.02),
    ):
        monkeypatch.setattr(module, name, seconds)


@pytest.fixture
def server(settings) -> Iterator[FakeJetstream]:
    with FakeJetstream() as server:
        settings.CMHUB_JETSTREAM = (server.url,)
        yield server


def listening(name: str, *queries: str) -> Brand:
    """A brand that listens to all of Bluesky for `queries`."""
    brand = factories.brand(name)
    with brand_scope(brand.pk):
        sources.add_stream(brand, registry.streamers()[0], by=None)
        for number, query in enumerate(queries):
            Topic.objects.create(brand=brand, name=f"{name} {number}", query=query)
    return brand


def source_of(brand: Brand) -> Source:
    with brand_scope(brand.pk):
        return Source.objects.get(network="jetstream")


def consume(until: Callable[[], bool], *, seconds: float = 60) -> None:
    """Run the consumer in this thread until `until()`; fails after `seconds`."""
    stop, end = Event(), clock.now() + timedelta(seconds=seconds)

    def alive() -> None:
        if until() or clock.now() > end:
            stop.set()

    consumer.run("jetstream", stop, alive)
    assert clock.now() <= end, "waited in vain"


def reached(frame: str | bytes) -> Callable[[], bool]:
    """Whether all up to `frame` is written."""
    at = place_of(frame)
    return lambda: Stream.objects.filter(cursor__gte=at).exists()
