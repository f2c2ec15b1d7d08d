"""The one loop: settle what is in doubt, claim what is due, hand it to threads, keep the claims alive.

The Celery task calls it every second; so does every worker that the proofs of docs/publishing.md start and kill.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache, partial
from queue import Empty, SimpleQueue
from threading import Event, local
from time import monotonic

from django.db import Error, close_old_connections, connection

from calendar_app import holding, holds
from calendar_app.models import Publication
from calendar_app.publishing import claiming, looking_up, sending, sweeping
from core import jobs

logger = logging.getLogger(__name__)

THREADS = 8
TURN = 30.0
"""Seconds after which nothing more is claimed: other work of the process gets its turn."""
_GLANCE = 0.25
"""Seconds between looks at the queue while calls are under way."""
_AHEAD = 4
"""Times its threads that a crew claims at once, where it gets through that in a moment."""
_MOMENT = 1.0
_DOUBTS = 1.0
_PATIENCE = 2.0
"""Seconds that a claimed publication waits for a thread; then another worker may have it."""
_BEAT = jobs.LEASE.total_seconds() / 3

_IDLE = 5.0
_used = local()

Work = Callable[[], None]


def publish_due(threads: int = THREADS, turn: float = TURN) -> int:
    """Send what is due, until nothing is or `turn` seconds are over; returns how many publications were taken up.

    With `threads` 0 one after the other, in the caller's thread and on its connection.
    """
    sweeping.sweep()
    holding.hold_due()
    holds.gather_rest()
    return Crew(threads, turn).work() if threads else _alone(turn)


def _alone(turn: float) -> int:
    begun, done = monotonic(), 0
    while monotonic() - begun < turn:
        doubtful, due = looking_up.claim_due(1), claiming.claim_due(1)
        for publication in doubtful:
            looking_up.look_up(publication)
        for publication in due:
            sending.send(publication)
        if not doubtful and not due:
            break
        done += len(doubtful) + len(due)
    return done


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads that stay, each with its connection."""
    return ThreadPoolExecutor(threads, thread_name_prefix="publish")


@dataclass(frozen=True, slots=True)
class _Task:
    publication: Publication
    since: float
    """When it was claimed."""


class Crew:
    """Threads at work for one turn. They are fed from one queue; this thread claims, and beats for all claims."""

    def __init__(self, threads: int, turn: float) -> None:
        self.threads, self.end = threads, monotonic() + turn
        self.tasks: dict[Future[None], _Task] = {}
        """Claimed, begun or not."""
        self.over: SimpleQueue[Future[None]] = SimpleQueue()
        self.short = Event()
        """Threads are about to have nothing to do."""
        self.batch, self.claimed, self.doubts = threads, -_MOMENT, 0.0
        self.beaten = monotonic()
        self.done = 0

    def work(self) -> int:
        """Until nothing is due or the turn is over, and what was begun has ended; how many were taken up."""
        while True:
            claimed = self._claim()
            if not self.tasks and not claimed:
                return self.done
            self._wait()
            self._beat()
            self._give_back()

    def _claim(self) -> int:
        """Claim for the threads that are free, and some ahead, so that one commit serves several."""
        free = self.threads - len(self.tasks)
        if monotonic() > self.end or free < 0 or (free == 0 and not self._quick()):
            return 0
        try:
            return self._take(free)
        except Error:
            _wait_for_the_database()
            return 0

    def _quick(self) -> bool:
        """The last batch was gone in a moment. Where calls take long, others may be idle: they claim."""
        return monotonic() - self.claimed < _MOMENT

    def _take(self, free: int) -> int:
        doubtful = self._doubtful(free)
        for publication in doubtful:
            self._start(publication, partial(looking_up.look_up, publication))
        due = claiming.claim_due(free + self._ahead())
        for publication in due:
            self._start(publication, partial(sending.send, publication))
        self.done += len(doubtful) + len(due)
        return len(doubtful) + len(due)

    def _doubtful(self, free: int) -> list[Publication]:
        """What is in doubt waits for minutes: it is asked for once a second, and on while there is more."""
        if free == 0 or monotonic() < self.doubts:
            return []
        found = looking_up.claim_due(free)
        self.doubts = monotonic() + (0 if len(found) == free else _DOUBTS)
        return found

    def _ahead(self) -> int:
        """More each time that the last batch was gone in a moment."""
        self.batch = min(self.batch * 2, self.threads * _AHEAD) if self._quick() else self.threads
        self.claimed = monotonic()
        return self.batch

    def _start(self, publication: Publication, work: Work) -> None:
        future = _pool(self.threads).submit(copy_context().run, _on_fresh_connection, work)
        self.tasks[future] = _Task(publication, monotonic())
        future.add_done_callback(self._ended)

    def _ended(self, future: Future[None]) -> None:
        """Called by the thread that has come to an end of it."""
        self.over.put(future)
        if self.over.qsize() >= len(self.tasks) - self.threads:
            self.short.set()

    def _wait(self) -> None:
        """Until threads run short of work, a moment at most: to be woken for each call would take them time."""
        self.short.wait(_GLANCE)
        self.short.clear()
        with suppress(Empty):
            while True:
                future = self.over.get_nowait()
                del self.tasks[future]
                if not future.cancelled():
                    future.result()

    def _beat(self) -> None:
        if monotonic() - self.beaten > _BEAT:
            self.beaten = monotonic()
            try:
                claiming.beat([task.publication.claim for task in self.tasks.values() if task.publication.claim])
            except Error:
                _wait_for_the_database()

    def _give_back(self) -> None:
        """What found no thread in time goes to another worker: calls that hang hold up nobody else."""
        long_ago = monotonic() - _PATIENCE
        for future, task in list(self.tasks.items()):
            if task.since < long_ago and future.cancel():
                claiming.give_back(task.publication)


def _wait_for_the_database() -> None:
    """It is away: calls go on meanwhile, and this thread stays with them."""
    logger.warning("the database did not answer; trying again")
    connection.close()


def _on_fresh_connection(work: Work) -> None:
    """A connection that has been idle for a while is looked at before it is used: not for each post of a busy hour."""
    if monotonic() - getattr(_used, "at", 0.0) > _IDLE:
        close_old_connections()
    try:
        work()
    finally:
        _used.at = monotonic()
