"""One scenario from its beginning to its end: forks workers, calls rounds, moves the clock between them, counts hits.

In a round every worker runs the engine's loop until nothing is due. When all have, and the recorder has nothing in
flight, the clock is moved to the next moment at which something is: nobody waits for leases and look-ups in real time,
and the clock never moves under a call. Who stands still goes on once its claims were swept, and some minutes later.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core import jobs
from core.stores import child
from proofs import people, worker
from proofs.choosing import lot
from proofs.scenarios import Scenario
from proofs.worker import Orders

_ROUNDS = 4000
_ROUNDS_OF_MISTAKES, _SECONDS_OF_MISTAKES = 60, 120.0
"""What is broken on purpose may never come to an end, not even to that of a round."""
_SLACK = timedelta(seconds=5)
"""By which the clock is moved further than to the next moment: what follows closely is done in the same round."""
_STILL = 600.0
"""Seconds after its claims have ended that a worker stands still at most."""
_MOST_STILL = 3
"""Workers that stand still at once: each keeps its connections."""
_STUCK = 90.0
"""Seconds without a word from a worker."""


class _Enough(Exception):
    """What is broken on purpose has had its time."""


@dataclass
class Hand:
    """A worker as the conductor sees it."""

    pid: int
    line: socket.socket
    until: datetime | None = None
    """When it goes on; None: it does not stand still."""


@dataclass
class Conductor:
    """Runs one scenario on a database and a recorder of its own."""

    scenario: Scenario
    orders: Orders
    recorder: int
    """Port."""
    between: Callable[[], None] = lambda: None
    """Called while a round is under way."""
    hands: list[Hand] = field(default_factory=list)
    deaths: int = 0
    rounds: int = 0
    begun: float = 0.0

    def run(self) -> None:
        """Rounds until nothing is left to be done by the engine; of a mistake, as many as show it."""
        person, self.begun = self._person(), time.monotonic()
        try:
            while self.rounds < (_ROUNDS_OF_MISTAKES if self.scenario.mistake else _ROUNDS):
                self._round()
                if (moment := self._moment()) is None and not (person and _alive(person)):
                    return
                if moment and moment > self.orders.clock.now():
                    self.orders.clock.move_to(moment + _SLACK)
            if not self.scenario.mistake:
                raise RuntimeError("the workers never came to an end")
        except _Enough:
            return
        finally:
            self._dismiss()
            if person:
                _end(person)

    def _moment(self) -> datetime | None:
        """To which the clock is moved: when there is something to do, or somebody goes on; None if never."""
        still = sorted(hand.until for hand in self.hands if hand.until)
        if len(still) >= _MOST_STILL:
            return still[0]
        moments = [*still[:1], *([due] if (due := self._next()) else [])]
        return min(moments, default=None)

    def _round(self) -> None:
        self.rounds += 1
        while len(self._moving()) < self.scenario.workers:
            self.hands.append(self._fork())
        for hand in (moving := self._moving()):
            with suppress(BrokenPipeError):  # killed between two rounds, by a call that was still to be cut off
                hand.line.sendall(b"go\n")
        self._wait(moving)
        over = [hand for hand in self.hands if hand.until and hand.until <= self.orders.clock.now()]
        for hand in over:
            hand.until = None
            os.kill(hand.pid, signal.SIGCONT)
        self._wait(over)
        self._quiet()

    def _moving(self) -> list[Hand]:
        return [hand for hand in self.hands if not hand.until]

    def _wait(self, awaited: list[Hand]) -> None:
        """Until each has said that it is done, has died, or stands still."""
        open_ones, since = list(awaited), time.monotonic()
        while open_ones:
            ready, _w, _x = select.select([hand.line for hand in open_ones], [], [], 0.02)
            for hand in [hand for hand in open_ones if hand.line in ready]:
                open_ones.remove(hand)
                if not _heard(hand.line):
                    self._bury(hand)
            open_ones = [hand for hand in open_ones if not self._stands_still(hand)]
            self.between()
            if self.scenario.mistake and time.monotonic() - self.begun > _SECONDS_OF_MISTAKES:
                raise _Enough
            if time.monotonic() - since > _STUCK:
                raise RuntimeError(f"{len(open_ones)} workers say nothing")

    def _stands_still(self, hand: Hand) -> bool:
        try:
            pid, status = os.waitpid(hand.pid, os.WNOHANG | os.WUNTRACED)
        except ChildProcessError:
            return False
        if pid and os.WIFSTOPPED(status):
            more = lot(self.orders.seed, "still", str(self.rounds)) * _STILL
            hand.until = self.orders.clock.now() + jobs.LEASE + timedelta(seconds=more)
        elif pid:
            self._bury(hand, reaped=True)
            return True
        return hand.until is not None

    def _bury(self, hand: Hand, *, reaped: bool = False) -> None:
        self.deaths += 1
        if not reaped:
            with suppress(ChildProcessError):
                os.waitpid(hand.pid, 0)
        hand.line.close()
        if hand in self.hands:
            self.hands.remove(hand)

    def _fork(self) -> Hand:
        ours, theirs = socket.socketpair()
        pid = fork(lambda: worker.serve(self.orders, theirs))
        theirs.close()
        return Hand(pid, ours)

    def _person(self) -> int:
        if not self.scenario.person:
            return 0
        from calendar_app.models import Publication

        posts = Publication.all_brands.count()
        wanted = posts if self.scenario.mistake else max(posts * 12 // 100, 4)
        clock, what = self.orders.clock, self.scenario.person
        clock.move_to(clock.now() + timedelta(seconds=3605))

        def act() -> None:
            clock.install()
            people.act(what, wanted, self.orders.seed, self.orders.folder)

        return fork(act)

    def _quiet(self) -> None:
        """Until the recorder has dealt with what killed workers had sent."""
        while True:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.recorder}/quiet", timeout=10) as answer:
                if json.load(answer)["in_flight"] == 0:
                    return
            time.sleep(0.005)

    def _next(self) -> datetime | None:
        """When the engine has something to do again; None if never."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [jobs.LEASE + timedelta(seconds=1)])
            found: datetime | None = cursor.fetchone()[0]
        connection.close()
        return found

    def _dismiss(self) -> None:
        for hand in self.hands:
            hand.line.close()
            _end(hand.pid)
        self.hands.clear()


_NEXT = """
SELECT min(at) FROM (
    SELECT greatest(publication.not_before, account.wait_until) AS at
    FROM calendar_app_publication publication JOIN channels_account account ON account.id = publication.account_id
    WHERE publication.state = 'waiting' AND NOT EXISTS (
        SELECT FROM calendar_app_publication busy WHERE busy.account_id = account.id AND busy.state = 'running')
    UNION ALL
    SELECT not_before FROM calendar_app_publication WHERE state = 'unknown' AND look_ups <= 4
    UNION ALL
    SELECT heartbeat_at + %s FROM calendar_app_publication WHERE state = 'running'
) moments
"""


def fork(work: Callable[[], None]) -> int:
    """A child that does `work` and ends, at the latest with us; its id. It shares no connection to the database."""
    from django.db import connections

    connections.close_all()
    parent, pid = os.getpid(), os.fork()
    if pid:
        return pid
    try:
        child.tie_to_parent(signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work()
    except BaseException:  # noqa: BLE001 - the end of a process
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def start_recorder(folder: Path, scenario: Scenario, seed: int, posts: int) -> tuple[subprocess.Popen[bytes], int]:
    """The network as its own process; its port."""
    given: dict[str, Any] = {"file": str(folder / "recorded"), "seed": seed, "fault": scenario.network}
    command = [sys.executable, "-m", "proofs.recorder", json.dumps({**given, "share": scenario.share_of(posts)})]
    here = Path(__file__).resolve().parent.parent
    process = child.spawn(
        command, cwd=here, log=subprocess.PIPE, errors=sys.stderr.fileno(), on_parent_death=signal.SIGKILL
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def _heard(line: socket.socket) -> bool:
    """Whether something was said; False: the other side is gone."""
    try:
        return bool(line.recv(64))
    except ConnectionError:
        return False


def _alive(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
        os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
