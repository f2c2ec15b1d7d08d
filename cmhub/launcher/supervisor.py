"""Starting, watching, restarting and stopping the processes of the table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cmhub import alive
from cmhub.config import BASE_DIR, Config
from cmhub.launcher.preflight import CannotStart
from cmhub.launcher.processes import Process
from core.stores import child

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0  # seconds before a process that ended is started again
_STEADY = 60.0  # seconds after which an earlier end is forgotten


@dataclass
class Child:
    """A process of the table with its present incarnation."""

    process: Process
    log: Path
    popen: subprocess.Popen[bytes]
    started: float
    ends: int = 0
    restart_at: float | None = None


@dataclass
class Supervisor:
    """All children of the launcher except the stores."""

    config: Config
    environment: Mapping[str, str]
    children: list[Child] = field(default_factory=list)

    def start(self, process: Process) -> None:
        """Start one process; its output goes to its own log."""
        log = self.config.data / "logs" / f"{process.name}.log"
        self.children.append(Child(process, log, self._spawn(process, log), time.monotonic()))

    def wait_until_all_answer(self, seconds: float) -> None:
        """Return when every process is alive. Raises CannotStart where one ends or takes longer."""
        end = time.monotonic() + seconds
        waiting = list(self.children)
        while waiting:
            for one in waiting:
                if one.popen.poll() is not None or time.monotonic() > end:
                    raise CannotStart(f"{one.process.name} did not start: {child.last_line(one.log)} (see {one.log}).")
            waiting = [one for one in waiting if not self._alive(one.process)]
            time.sleep(0.1)

    def tend(self) -> None:
        """Start again what has ended, after a wait that doubles while it keeps ending."""
        now = time.monotonic()
        for one in self.children:
            if one.restart_at is not None:
                if now >= one.restart_at:
                    one.popen, one.started, one.restart_at = self._spawn(one.process, one.log), now, None
            elif one.popen.poll() is not None:
                one.ends = 1 if now - one.started > _STEADY else one.ends + 1
                wait = min(_FIRST_WAIT * 2 ** (one.ends - 1), _LONGEST_WAIT)
                one.restart_at = now + wait
                print(
                    f"{one.process.name} ended with code {one.popen.returncode}; "
                    f"starting it again in {wait:.0f} s (see {one.log}).",
                    file=sys.stderr,
                    flush=True,
                )

    def stop(self, seconds: float) -> None:
        """Ask all to stop at once; after `seconds` kill what is left, with its own children."""
        running = [one.popen for one in self.children if one.popen.poll() is None]
        for popen in running:
            popen.send_signal(signal.SIGTERM)
        end = time.monotonic() + seconds
        for popen in running:
            try:
                popen.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(popen.pid, signal.SIGKILL)  # each leads a session of its own
                popen.wait()

    def pids(self) -> dict[str, int]:
        """Process ids by name."""
        return {one.process.name: one.popen.pid for one in self.children}

    def _spawn(self, process: Process, log: Path) -> subprocess.Popen[bytes]:
        alive.forget(self.config.data, process.name)
        with log.open("ab") as output:
            return child.spawn(
                [sys.executable, *process.arguments],
                cwd=BASE_DIR,
                log=output,
                env=self.environment,
                on_parent_death=process.orphaned,
            )

    def _alive(self, process: Process) -> bool:
        if process.port is not None:
            return alive.answers(process.host, process.port)
        return alive.beats(self.config.data, process.name)
