"""The workers that `./run` starts for listening, on the test's own database."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from cmhub.config import BASE_DIR
from cmhub.launcher.processes import table
from cmhub.settings import CONFIG
from core import clock
from core.stores import child
from monitoring.models import Source
from monitoring.tasks import poll_due_sources
from tests.concurrency.processes import database_url, wait_for

PATIENCE = 90
_DONE = re.compile(r"poll_due_sources\[[^]]*\] succeeded in [\d.]+s: (\d+)")


class ListenWorkers:
    """Processes of the test, one after the other named listen-0, listen-1 …"""

    def __init__(self, folder: Path, *, allow: str) -> None:
        self.folder, self.allow = folder, allow
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, number: int) -> None:
        """Start that many; returns when all of them take tasks."""
        (listen,) = (process for process in table(CONFIG) if process.name == "listen")
        environment = {**os.environ, "DATABASE_URL": database_url(), "CMHUB_ALLOW_PRIVATE": self.allow}
        for n in range(number):
            own = ("--hostname", f"listen-{n}@%h", "--pool", "solo", "--loglevel", "INFO")
            with self._log(n).open("wb") as log:
                command = [sys.executable, *listen.arguments, *own]
                self.processes.append(child.spawn(command, cwd=BASE_DIR, log=log, env=environment))
        wait_for(lambda: all(" ready" in self._said(n) for n in range(number)), self.processes, seconds=PATIENCE)

    def stop(self) -> None:
        for process in self.processes:
            child.stop(process, signal.SIGTERM, signal.SIGQUIT, seconds=15)

    def wake(self) -> None:
        """All sources are due, and every worker is told, as the schedule would."""
        Source.all_brands.filter(state=Source.State.WAITING).update(not_before=clock.now())
        for _ in self.processes:
            poll_due_sources.delay()

    def poll(self) -> None:
        """Let every source be read once from now on; returns when its page is stored."""
        since = clock.now()
        self.wake()
        wait_for(lambda: self._polled(since), self.processes, seconds=PATIENCE)

    def polls(self) -> list[int]:
        """How many sources each worker has read."""
        return [sum(map(int, _DONE.findall(self._said(n)))) for n in range(len(self.processes))]

    def _polled(self, since: datetime) -> bool:
        late = Source.all_brands.exclude(state=Source.State.WAITING, last_polled_at__gte=since)
        if not late.exists():
            return True
        due = late.filter(state=Source.State.WAITING, not_before__gt=clock.now())
        if due.exists():  # a poll that had begun before gave the source a later time
            self.wake()
        return False

    def _log(self, n: int) -> Path:
        return self.folder / f"listen-{n}.log"

    def _said(self, n: int) -> str:
        return self._log(n).read_text(errors="replace")
