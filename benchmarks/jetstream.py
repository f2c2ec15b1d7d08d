"""All of Bluesky on one core: frames of a seeded Jetstream, 1,000 topics of 20 brands, one post in a hundred wanted.

CPU time of this process; where something is written, PostgreSQL's too. Beside it stands what reading the same frames
as JSON costs alone. The frames have the published shape: posts in many languages, edits, deletions, handles, accounts.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from benchmarks import installation, topic_world
from benchmarks.results import Figure
from tests.networks.jetstream_world import World

FRAMES, SEED, ROUNDS = 30_000, 1, 3
TOPICS, BRANDS = 1_000, 20
WANTED = 0.01
AGO = timedelta(days=1)
"""Frames come faster than they happened only to who catches up."""


def frames(seed: int = SEED) -> list[str]:
    """What a server sends; one post in a hundred names somebody who has a topic."""
    named = re.compile(r'"([^"]+)"|\w+')
    names = [found[1] or found[0] for query in topic_world.queries(TOPICS, SEED) if (found := named.fullmatch(query))]
    return World(seed, began=datetime.now(UTC) - AGO, mentioned=tuple(names), share=WANTED).frames(FRAMES)


def measure() -> list[Figure]:
    """Frames a CPU second: as JSON alone, read and matched, written, and through the WebSocket."""
    with installation.stores() as folder:
        import django

        django.setup()
        return _measured(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


def _measured(postgres: int) -> list[Figure]:
    from monitoring.models import Mention

    sent = frames()
    audience = _audience()
    bare, matched = _best_of_each(lambda: _decode(sent), lambda: _match(sent, audience))
    written = _cost(postgres, lambda: _follow(_Replayed(sent), audience, len(sent)))
    kept = Mention.all_brands.count()
    with _served() as url:
        heard = _cost(postgres, lambda: _hear(url, audience))

    def speed(name: str, seconds: float) -> Figure:
        return Figure(f"jetstream: {name}", len(sent) / seconds, "/s")

    return [
        speed("frames a CPU second, JSON decoding alone", bare),
        speed(f"read and matched with {TOPICS:,} topics", matched),
        speed("the same, and what is wanted written, with PostgreSQL", written),
        speed("the same from a WebSocket", heard),
        Figure("jetstream: read and matched, over decoding alone", matched / bare, "×"),
        Figure("jetstream: frames that became mentions", 100 * kept / len(sent), "%"),
    ]


def _best_of_each(*works: Callable[[], None]) -> list[float]:
    """CPU seconds, all in turns, the best of several rounds."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for number, work in enumerate(works):
            began = time.process_time()
            work()
            best[number] = min(best[number], time.process_time() - began)
    return best


def _cost(postgres: int, work: Callable[[], None]) -> float:
    own, theirs = time.process_time(), installation.cpu_seconds(postgres)
    work()
    return time.process_time() - own + installation.cpu_seconds(postgres) - theirs


def _audience() -> Any:
    """20 brands that listen, and what the consumer makes of their topics."""
    from accounts.models import User
    from brands import workspaces
    from brands.scope import brand_scope
    from monitoring import sources
    from monitoring.models import Topic
    from monitoring.streaming.audience import Audience, gather
    from networks import registry

    owner = User.objects.create_user("alice@example.com", "correct horse battery", name="Alice")
    workspace = workspaces.create_workspace(owner, "Agencia Faro")
    queries = topic_world.queries(TOPICS, SEED)
    for number in range(BRANDS):
        brand = workspaces.create_brand(workspace, f"Marca {number}")
        with brand_scope(brand.pk):
            sources.add_stream(brand, registry.streamers()[0], by=owner)
            Topic.objects.bulk_create(
                Topic(brand=brand, name=query[:80], sort_key=f"{place}", query=query)
                for place, query in enumerate(queries[number::BRANDS])
            )
    return gather("jetstream", Audience())


def _decode(sent: Sequence[str]) -> None:
    for frame in sent:
        json.loads(frame)


def _match(sent: Sequence[str], audience: Any) -> None:
    from monitoring.streaming.batch import Batch
    from networks import registry

    (streamer,) = registry.streamers()
    batch = Batch()
    for frame in sent:
        batch.add(streamer.read(frame), audience, streamer.network)


class _Replayed:
    """Frames that are there already."""

    def __init__(self, sent: Sequence[str]) -> None:
        self._left = iter(sent)

    def next(self, timeout: float) -> str | None:
        return next(self._left, None)


class _Until:
    """`frames` up to the last of `count`; then it is time to stop."""

    def __init__(self, heard: Any, count: int, stop: Event) -> None:
        self._heard, self._left, self._stop = heard, count, stop

    def next(self, timeout: float) -> str | bytes | None:
        frame: str | bytes | None = self._heard.next(timeout)
        self._left -= frame is not None
        if not self._left:
            self._stop.set()
        return frame


def _follow(heard: Any, audience: Any, count: int) -> None:
    from monitoring.streaming import position
    from monitoring.streaming.following import Following
    from networks import registry

    (streamer,) = registry.streamers()
    stop = Event()
    following = Following(streamer, position.begin(streamer.key), audience)
    following.follow(_Until(heard, count, stop), stop, lambda: None)


def _hear(url: str, audience: Any) -> None:
    from networks import registry

    with registry.streamers()[0].listen(url, 0) as heard:
        _follow(heard, audience, FRAMES)


@contextmanager
def _served() -> Any:
    """A server of as many other frames, in a process of its own; its address."""
    command = [sys.executable, "-m", "benchmarks.jetstream"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """The server of `_served`."""
    from tests.networks.jetstream_fake import FakeJetstream

    with FakeJetstream(frames(SEED + 1)) as server:
        print(server.url, flush=True)
        Event().wait()


if __name__ == "__main__":
    main()
