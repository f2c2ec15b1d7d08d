"""Stores that go away and come back while posts go out: PostgreSQL under the workers, the broker before Celery."""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from benchmarks import installation
from core.stores import binaries, child
from core.stores.valkey import Valkey
from proofs.worker import hit

BASE_DIR = Path(__file__).resolve().parent.parent


class PostgresRestarts:
    """Stops and starts the server each time that more has been published, at most TIMES."""

    TIMES = 9
    EVERY = 1.2
    """Seconds between a start and the next stop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.since = time.monotonic() - self.EVERY  # few posts are soon gone: the first stop waits for nothing
        self.times = 0

    def __call__(self) -> None:
        """Called again and again while workers work."""
        if self.times >= self.TIMES or time.monotonic() - self.since < self.EVERY:
            return
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT public_id FROM calendar_app_publication WHERE state = 'running'")
            under_way = [row[0] for row in cursor.fetchall()]
        connection.close()
        if not under_way:
            return
        for public_id in under_way:
            hit(self.folder, f"restart-{self.times}", public_id)
        self.times += 1
        _restart_postgres(crash=self.times % 2 == 0)
        self.since = time.monotonic()


UP, DOWN = 3.0, 1.5
"""Seconds that the broker is there, and away."""
_LONGEST = 900.0
"""Seconds: it ends much earlier, once nothing is left."""


def play(folder: Path) -> int:
    """The product's own worker and schedule, in real time, while the broker goes and comes; how often it went."""
    outages, broker = 0, _broker(folder.parent)
    broker.start()
    os.environ["REDIS_URL"] = broker.url
    _spread()
    end = time.monotonic() + _LONGEST
    try:
        with _celery(folder.parent) as keep_alive:
            while _left() and time.monotonic() < end:
                time.sleep(UP)
                for public_id in _due_soon():
                    hit(folder, "outage", public_id)
                broker.stop()
                time.sleep(DOWN)
                broker.start()
                keep_alive()
                outages += 1
    finally:
        broker.stop()
    return outages


def _broker(home: Path) -> Valkey:
    """One that nobody else needs."""
    binary, password = binaries.find(child.unprivileged()).valkey, secrets.token_urlsafe(24)
    return Valkey(home / "valkey", password, home / "valkey.log", binary, child.free_port())


def _spread() -> None:
    """Have everything fall due in the seconds to come."""
    from calendar_app.models import Post, Publication
    from core import clock

    rows = list(Publication.all_brands.filter(state="waiting").order_by("pk"))
    start, draw = clock.now() + timedelta(seconds=4), random.Random(1)
    seconds = 8 + len(rows) / 60
    for row in rows:
        row.due_at = row.not_before = start + timedelta(seconds=draw.random() * seconds)
    Publication._base_manager.bulk_update(rows, ["due_at", "not_before"], 500)
    posts = list(Post._base_manager.filter(pk__in=[row.post_id for row in rows]))
    due = {row.post_id: row.due_at for row in rows}
    for post in posts:
        post.due_at = due[post.pk]
    Post._base_manager.bulk_update(posts, ["due_at"], 500)


def _left() -> bool:
    from calendar_app.models import Publication

    return bool(Publication.all_brands.filter(state__in=("waiting", "running")).exists())


def _due_soon() -> list[str]:
    """What is due, or falls due while the broker is about to be away, and what is going out."""
    from calendar_app.models import Publication
    from core import clock

    soon = Publication.all_brands.filter(state="waiting", not_before__lte=clock.now() + timedelta(seconds=DOWN))
    running = Publication.all_brands.filter(state="running")
    return [*soon.values_list("public_id", flat=True), *running.values_list("public_id", flat=True)]


@contextmanager
def _celery(home: Path) -> Iterator[Callable[[], None]]:
    """A worker of the queue `publish` and the schedule, as the launcher starts them; gives what the launcher does when
    one of them has ended: starts it again."""
    app = (sys.executable, "-m", "celery", "--app", "proofs.celery_app")
    worker = (*app, "worker", "--queues", "publish", "--concurrency", "2", "--without-gossip", "--without-mingle")
    schedule = (*app, "beat", "--scheduler", "cmhub.schedule:AliveScheduler", "--pidfile=", "--schedule")
    commands = (worker, (*schedule, str(home / "schedule")))
    with (home / "celery.log").open("wb") as log:

        def start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
            return child.spawn(command, cwd=BASE_DIR, log=log, on_parent_death=signal.SIGKILL)

        started = [start(command) for command in commands]

        def keep_alive() -> None:
            for place, process in enumerate(started):
                if process.poll() is not None:
                    started[place] = start(commands[place])

        try:
            yield keep_alive
        finally:
            for process in started:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _restart_postgres(*, crash: bool) -> None:
    """Stop it, cleanly or at once, and start it again."""
    store = installation.running["postgres"]
    if crash and store.process:
        store.process.send_signal(signal.SIGQUIT)
        store.process.wait()
    else:
        store.stop()
    store.start()
