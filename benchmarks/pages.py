"""Pages of a brand with 10,000 and with 1,000,000 mentions of 30 days: server time and queries, in one run.

Requests go through Django's whole stack in this process, in turns to the two worlds, so that drift of the machine falls
on both alike. `BENCH_MENTIONS` makes the big world smaller, for work on this file.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import installation
from benchmarks.results import Figure, show
from benchmarks.world import COMMON, RARE, build

SMALL, BIG = 10_000, int(os.environ.get("BENCH_MENTIONS", "1000000"))
ROUNDS, WARM = 30, 5
LIMIT = 1.3
PAGE = 50
PAGES = {
    "mentions": "mentions/",
    "mentions by topic": "mentions/?topic={topic}",
    "negative mentions": "mentions/?sentiment=negative",
    "mentions by network and dates": "mentions/?network=bluesky&from={first}&to={last}",
    "a common word": f"mentions/?q={COMMON}",
    "a rare word": f"mentions/?q={RARE}",
    "page 2 of mentions": "mentions/?after={after}",
    "the dashboard": "overview/?period=30",
    "the dashboard of a topic": "overview/?period=30&topic={topic}",
}
OTHERS = (
    "mentions/?q=palabra40",
    f"mentions/?q={COMMON}+-muy&sentiment=negative&language=pt",
    f"mentions/?q={RARE}&topic={{topic}}",
    "mentions/?q=%22muy+todo%22",
    "mentions/?topic={topic}&sentiment=negative&from={first}&to={first}",
    "mentions/?reach=10000&language=fr",
    "mentions/?reach=100000&network=demo&sentiment=unscored",
    "mentions/?by=nombre77",
    "mentions/?by=apellido7&read=unread",
    "mentions/?starred=1",
    "mentions/?read=read&language=fr",
    "mentions/?tag={tag}",
    "mentions/?gone=1",
)
"""They answer, or say within PATIENCE that a shorter period is quicker."""
PATIENCE = 2.5
"""Seconds: two for PostgreSQL, and the page around them."""


def measure() -> list[Figure]:
    """Ratios of server times, and differences of queries, big world over small."""
    with worlds() as built:
        return [*compared("pages", PAGES, built), _slowest(built[-1])]


@contextmanager
def worlds() -> Iterator[list[Built]]:
    """The small world and the big one, on stores of their own."""
    with installation.stores():
        import django

        django.setup()
        yield [_built(name, size) for name, size in (("small", SMALL), ("big", BIG))]


def compared(group: str, pages: dict[str, str], built: list[Built]) -> list[Figure]:
    """For each of `pages` (words → address in the brand) server time of the big world over that of the small one, and
    for all of them how many queries they are apart at most."""
    return [*_ratios(group, pages, built), _queries(group, pages, built)]


@dataclass(frozen=True, slots=True)
class Built:
    """A world in a database of its own, and a person's browser."""

    database: str
    places: dict[str, str]
    client: Any

    def seconds(self, path: str) -> float:
        """Server time of one request, in this world's database. Raises RuntimeError where it does not answer."""
        path = f"/b/{self.places['brand']}/{path.format(**self.places)}"
        with _database(self.database):
            start = time.perf_counter()
            response = self.client.get(path)
            taken = time.perf_counter() - start
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code}")
        return taken


def _built(name: str, size: int) -> Built:
    from django.test import Client

    from accounts.models import User
    from brands.scope import brand_scope
    from monitoring.models import Mention, Tag

    url = installation.copy_of_database(name)
    with _database(name):
        start = time.monotonic()
        world = build(size, url)
        print(f"{size:,} mentions made in {time.monotonic() - start:.0f} s", file=sys.stderr)
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(pk=world.user))
        with brand_scope(world.brand_id):
            after = Mention.objects.order_by("-posted_at", "-id")[PAGE - 1].public_id
            tag = Tag.objects.order_by("pk")[0].public_id
    days = {"first": world.first.isoformat(), "last": world.last.isoformat()}
    return Built(name, {"brand": world.brand, "topic": world.topic, "after": after, "tag": tag, **days}, client)


@contextmanager
def _database(name: str) -> Iterator[None]:
    """Inside, Django's connection goes to the database of that name; it is kept open for the next time."""
    from django.db import connections

    connections["default"] = _kept[name] = _kept.get(name) or _connection(name)
    yield


_kept: dict[str, Any] = {}


def _connection(name: str) -> Any:
    from django.db import connections

    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "NAME": name}
    return made


def _ratios(group: str, pages: dict[str, str], worlds: list[Built]) -> Iterator[Figure]:
    for name, path in pages.items():
        taken: list[list[float]] = [[] for _ in worlds]
        for n in range(WARM + ROUNDS):
            for world, times in zip(worlds, taken, strict=True):
                seconds = world.seconds(path)
                if n >= WARM:
                    times.append(seconds)
        small, big = map(median, taken)
        print(f"{name:30} {1000 * small:7.1f} ms {1000 * big:7.1f} ms", file=sys.stderr)
        yield Figure(f"{group}: {name}, {BIG:,} over {SMALL:,} mentions", big / small, "×", LIMIT)


def _queries(group: str, pages: dict[str, str], worlds: list[Built]) -> Figure:
    from django.test.utils import CaptureQueriesContext

    apart = 0
    for path in pages.values():
        counts = []
        for world in worlds:
            with _database(world.database), CaptureQueriesContext(_kept[world.database]) as captured:
                world.seconds(path)
            counts.append(len(captured))
        apart = max(apart, abs(counts[0] - counts[1]))
    return Figure(f"{group}: most queries that one world takes more than the other", apart, "queries", 0)


def _slowest(world: Built) -> Figure:
    taken = {path: world.seconds(path) for path in OTHERS}
    for path, seconds in taken.items():
        print(f"{path:70} {1000 * seconds:7.0f} ms", file=sys.stderr)
    return Figure(f"pages: slowest of {len(OTHERS)} other filters", max(taken.values()), "s", PATIENCE)


if __name__ == "__main__":
    show(measure())
