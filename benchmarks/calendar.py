"""The calendar of a month with 2,000 posts, over one with 50: server time of the page and of the posts it fetches.

One brand alone, and 20 brands of an agency in one calendar. Requests go through Django's whole stack in this process,
in turns to the two, so that drift of the machine falls on both alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from benchmarks import installation
from benchmarks.results import Figure, show

SMALL, BIG, BRANDS = 50, 2_000, 20
ROUNDS, WARM = 40, 5
LIMIT = 1.3
FIRST, DAYS = datetime(2026, 11, 1, 7, 3, tzinfo=UTC), 30
VIEWS = {
    "a month of one brand": "/b/{brand}/calendar/{{}}?view=month&day=2026-11-16",
    f"a month of {BRANDS} brands": "/calendar/{{}}?view=month&day=2026-11-16",
}


def measure() -> list[Figure]:
    """Ratios of server times, and the difference of queries, the full month over the sparse one."""
    with installation.stores():
        import django

        django.setup()
        worlds = [_built("small", SMALL), _built("big", BIG)]
        return [*_ratios(worlds), _queries(worlds)]


@dataclass(frozen=True, slots=True)
class _Built:
    """An agency of its own, and its owner's browser."""

    brand: str
    """With all its posts in one month."""
    clients: tuple[Any, Any]
    """The browser of who has this brand alone, and of who has 20 with as many posts together."""

    def seconds(self, view: str) -> float:
        """Server time of the page and of its posts. Raises RuntimeError where one does not answer."""
        client = self.clients[0 if "one brand" in view else 1]
        total = 0.0
        for part in ("", "events/"):
            path = VIEWS[view].format(brand=self.brand).format(part)
            start = time.perf_counter()
            response = client.get(path)
            total += time.perf_counter() - start
            if response.status_code != 200:
                raise RuntimeError(f"{path} answers {response.status_code}")
        return total


def _built(name: str, posts: int) -> _Built:
    from django.test import Client

    from accounts.models import User
    from brands import workspaces

    clients, first = [], ""
    for kind, brands in (("alone", 1), ("agency", BRANDS)):
        owner = User.objects.create_user(f"{name}.{kind}@example.com", "correct horse battery", name=name)
        workspace = workspaces.create_workspace(owner, f"{name} {kind}")
        made = [workspaces.create_brand(workspace, f"{kind} {n}") for n in range(brands)]
        for n, brand in enumerate(made):
            _fill(brand, posts // brands + (n < posts % brands), later=n / brands)
        first = first or made[0].public_id
        client = Client(SERVER_NAME="localhost")
        client.force_login(owner)
        clients.append(client)
    return _Built(first, (clients[0], clients[1]))


def _fill(brand: Any, posts: int, *, later: float) -> None:
    """Posts spread evenly over the month, each on two of four accounts; all of them `later` by that part of a step, so
    that those of several brands are spread over it together."""
    from brands.scope import brand_scope
    from calendar_app.models import Post, Publication
    from channels.models import Account

    with brand_scope(brand.pk):
        accounts = [
            Account.objects.create(network=network, external_id=network, name=network, not_before="2030-01-01T00:00Z")
            for network in ("mastodon", "bluesky", "wordpress", "demo")
        ]
        rows = []
        for n in range(posts):
            at = (FIRST + timedelta(days=DAYS) * (n + later) / posts).replace(second=0, microsecond=0)
            times = {"wall_date": at.date(), "wall_time": at.time(), "zone": brand.time_zone, "due_at": at}
            content = {"text": f"Post {n} " + "de palabras " * 20}
            rows.append(Post(brand=brand, content=content, stage=Post.Stage.SCHEDULED, **times))
        Post.objects.bulk_create(rows)
        Publication.objects.bulk_create(
            Publication(brand=brand, post=post, account=account, state="done", due_at=post.due_at)
            for n, post in enumerate(rows)
            for account in (accounts[n % 4], accounts[(n + 1) % 4])
        )


def _ratios(worlds: list[_Built]) -> Iterator[Figure]:
    for view in VIEWS:
        taken: list[list[float]] = [[] for _ in worlds]
        for n in range(WARM + ROUNDS):
            for world, times in zip(worlds, taken, strict=True):
                seconds = world.seconds(view)
                if n >= WARM:
                    times.append(seconds)
        small, big = map(median, taken)
        print(f"{view:30} {1000 * small:7.1f} ms {1000 * big:7.1f} ms", file=sys.stderr)
        yield Figure(f"calendar: {view}, {BIG:,} over {SMALL} posts", big / small, "×", LIMIT)


def _queries(worlds: list[_Built]) -> Figure:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    apart = 0
    for view in VIEWS:
        counts = []
        for world in worlds:
            with CaptureQueriesContext(connection) as captured:
                world.seconds(view)
            counts.append(len(captured))
        apart = max(apart, abs(counts[0] - counts[1]))
    return Figure("calendar: most queries that one month takes more than the other", apart, "queries", 0)


if __name__ == "__main__":
    show(measure())
