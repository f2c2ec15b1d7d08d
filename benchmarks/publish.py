"""What publishing costs beside the calls themselves, and how late posts are while sources hang.

- cost: 10,000 posts due at once on 200 accounts of 20 brands, an answer after 50 ms, two workers of 8 threads,
  PostgreSQL as `./run` sets it; over the same number of bare calls through the same door, as many at a time.
- lateness: the product's own workers and schedule, a post every 300 ms, 200 feeds that hang until their time-out.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks import installation, publish_network
from benchmarks.results import Figure

POSTS, WORKERS, THREADS = 10_000, 2, 8
BRANDS, ACCOUNTS = 20, 200
FEEDS, QUIET_POSTS, EVERY = 200, 200, 0.3


def measure() -> list[Figure]:
    """The two ratios and what they are made of."""
    with installation.stores(durable=True) as folder, _server() as base, _server("hang") as hanging:
        os.environ |= {publish_network.BASE: base, "CMHUB_ALLOW_PRIVATE": hanging.removeprefix("http://")}
        import django

        django.setup()
        publish_network.register()
        _seed()
        bare = _together(_bare)
        engine = _together(_engine)
        left = _unpublished()
        if left:
            raise RuntimeError(f"{left} posts did not go out")
        late = _quiet_day(folder, hanging)
    return [
        Figure("publishing 10,000 posts, over bare calls", engine / bare, "×", limit=1.5),
        Figure("publishing 10,000 posts", engine, "s"),
        Figure("10,000 bare calls", bare, "s"),
        Figure("lateness while 200 feeds hang, p99", late, "s", limit=5),
    ]


@contextmanager
def _server(*words: str) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.publish_network", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


def _together(work: Callable[[], None]) -> float:
    """Seconds until WORKERS processes have done `work`."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    begun = time.perf_counter()
    processes = [context.Process(target=work) for _ in range(WORKERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise RuntimeError("a worker failed")
    return time.perf_counter() - begun


def _bare() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda n: publish_network.call(str(n), "Hola"), range(POSTS // WORKERS)))


def _engine() -> None:
    from calendar_app.publishing import loop

    loop.publish_due(THREADS, turn=600)
    os._exit(0)  # threads that wait for work would be joined


def _unpublished() -> int:
    from calendar_app.models import Publication

    return Publication.all_brands.exclude(state="done").count()


def _seed() -> None:
    """Brands, accounts, and posts that are due."""
    from django.db import connection

    from accounts.models import User
    from brands import workspaces
    from brands.scope import brand_scope
    from calendar_app.models import PublishingRules
    from channels.models import Account
    from core import clock

    owner = User.objects.create_user("bench@cmhub.example", name="Bench")
    workspace = workspaces.create_workspace(owner, "Bench")
    for number in range(BRANDS):
        brand = workspaces.create_brand(workspace, f"Brand {number}")
        with brand_scope(brand.pk):
            PublishingRules.objects.create(brand=brand)
            named = [f"{number}-{n}" for n in range(ACCOUNTS // BRANDS)]
            Account.objects.bulk_create(
                Account(brand=brand, network="bench", external_id=name, handle=name) for name in named
            )
            _posts(brand, owner, [clock.now()] * (POSTS // BRANDS))
    with connection.cursor() as cursor:
        # autovacuum does so within a minute: before, in the middle, or after, which would decide on the figure
        cursor.execute("ANALYZE")


def _posts(brand: object, owner: object, moments: list[object]) -> None:
    from calendar_app.content import Content
    from calendar_app.models import Post, Publication
    from channels.models import Account

    accounts, content = list(Account.objects.filter(brand=brand)), Content(text="Hola")
    posts, publications = [], []
    for number, at in enumerate(moments):
        post = Post(brand=brand, content=content.json(), scheduled_by=owner, stage="scheduled", due_at=at)
        due = {"state": "waiting", "digest": content.digest(), "due_at": at, "not_before": at}
        posts.append(post)
        publications.append(Publication(brand=brand, post=post, account=accounts[number % len(accounts)], **due))
    Post.objects.bulk_create(posts, 1000)
    Publication.objects.bulk_create(publications, 1000)


def _quiet_day(folder: Path, hanging: str) -> float:
    """Seconds from a post's time to its being public that 99 in 100 posts keep to."""
    from brands.models import Brand
    from brands.scope import brand_scope
    from calendar_app.models import Publication
    from core import clock
    from monitoring.models import Source

    brand = Brand.objects.order_by("pk")[0]
    start = clock.now() + timedelta(seconds=15)
    moments = [start + timedelta(seconds=n * EVERY) for n in range(QUIET_POSTS)]
    with brand_scope(brand.pk):
        Source.objects.bulk_create(Source(brand=brand, network="feed", address=f"{hanging}/{n}") for n in range(FEEDS))
        owner = Publication.objects.select_related("post__scheduled_by").first().post.scheduled_by
        _posts(brand, owner, moments)
        with _workers(folder):
            end = time.monotonic() + 15 + QUIET_POSTS * EVERY + 60
            while Publication.objects.filter(state__in=("waiting", "running")).exists() and time.monotonic() < end:
                time.sleep(0.5)
        rows = Publication.objects.filter(due_at__gte=start).order_by("due_at")
        late = sorted(row.lateness if row.lateness is not None else float("inf") for row in rows)
    return late[len(late) * 99 // 100]


@contextmanager
def _workers(folder: Path) -> Iterator[None]:
    """Publishing, listening and the schedule as the launcher starts them."""
    app = (sys.executable, "-m", "celery", "--app", "benchmarks.publish_app")
    quiet = ("--without-gossip", "--without-mingle", "--concurrency", "2")
    commands = [
        (*app, "worker", "--queues", name, "--hostname", f"{name}@%h", *quiet) for name in ("publish", "listen")
    ]
    beat = ("beat", "--scheduler", "cmhub.schedule:AliveScheduler", "--pidfile=", "--schedule", str(folder / "beat"))
    with ExitStack() as stack, (folder / "celery.log").open("w") as log:
        for command in [*commands, (*app, *beat)]:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
            stack.callback(process.wait)
            stack.callback(os.killpg, process.pid, 9)
        yield
