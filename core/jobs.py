"""Rows as the queue. Celery is only the alarm clock: losing the broker loses no work.

A job is a row that subclasses Job. A worker claims due rows (locks, marks, commits), acts outside any transaction, then
finishes: state changes only under the live claim. A claim is a lease: a worker that is still alive beats its heart, and
only rows whose heart has stopped are swept.
"""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from core import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 6
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)


class Job(models.Model):
    """The columns of every queue row."""

    work: ClassVar[StrPromise]
    """What its rows are, for who runs the installation: «mails to be sent»."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        PAUSED = "paused"

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(default=clock.now)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=40, blank=True)
    """Name of the error's class, for words in the reader's language."""
    last_error_detail = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def due_index(name: str) -> models.Index:
        """The partial index that every queue needs: waiting rows by time."""
        return models.Index(fields=["not_before"], condition=Q(state="waiting"), name=name)


J = TypeVar("J", bound=Job)


def claim_due(
    queue: models.QuerySet[J], *, limit: int, fair_by: str | None = None, at: datetime | None = None
) -> list[J]:
    """Claim up to `limit` due rows of `queue` and return them, marked and committed.

    With `fair_by` (a column such as "brand_id") rows are taken in turns, so that one busy brand cannot starve the rest:
    candidates are ranked without a lock (window functions cannot lock), then locked and checked again.
    """
    at = at or clock.now()
    due = queue.filter(state=Job.State.WAITING, not_before__lte=at)
    candidates: models.QuerySet[Any] = due.order_by("not_before", "pk")
    if fair_by:
        turn = Window(RowNumber(), partition_by=F(fair_by), order_by=[F("not_before").asc(), F("pk").asc()])
        candidates = due.annotate(_turn=turn).order_by("_turn", "not_before", "pk")
    ids = list(candidates.values_list("pk", flat=True)[: limit * 2])
    with transaction.atomic():
        rows = list(due.filter(pk__in=ids).select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
        rank = {pk: place for place, pk in enumerate(ids)}
        rows = sorted(rows, key=lambda row: rank[row.pk])[:limit]
        for row in rows:
            row.state, row.claim, row.claimed_at, row.heartbeat_at = Job.State.RUNNING, uuid.uuid4(), at, at
            _table(row).filter(pk=row.pk).update(
                state=row.state, claim=row.claim, claimed_at=at, heartbeat_at=at, attempts=row.attempts
            )
    return rows


def beat(job: Job) -> bool:
    """Say that the claim is alive. False: somebody swept it, the answer must not change the row any more."""
    return bool(_live(job).update(heartbeat_at=clock.now()))


@contextmanager
def beating(rows: Sequence[Job]) -> Iterator[None]:
    """Inside the block a thread beats the heart of these claims, so that a slow call is not swept."""
    over = Event()

    def keep_beating() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                for row in rows:
                    beat(row)
            except DatabaseError:
                logger.exception("a heartbeat did not reach the database; trying again")
            finally:
                connection.close()  # this thread's own

    # The clock may be shifted in this context: the thread has to read the same one.
    thread = Thread(target=copy_context().run, args=[keep_beating], daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def finish(job: Job, *, state: str, **changes: Any) -> bool:
    """Give the row back in `state` with `changes`, if the claim is still ours; False: it is not."""
    changed = {"state": state, "claim": None, "claimed_at": None, "heartbeat_at": None, **changes}
    if not _live(job).update(**changed):
        return False
    for name, value in changed.items():
        setattr(job, name, value)
    return True


def retry_later(job: Job, error: Exception, *, until: datetime | None = None, count: bool = True) -> bool:
    """Put the row back to wait: until `until` without counting an attempt, or backing off with one more counted."""
    attempts = job.attempts + (1 if count else 0)
    return finish(
        job,
        state=Job.State.WAITING,
        attempts=attempts,
        not_before=until or clock.now() + wait_after(attempts),
        **described(error),
    )


def fail(job: Job, error: Exception) -> bool:
    """Stop trying; a person decides what comes next."""
    return finish(job, state=Job.State.FAILED, attempts=job.attempts + 1, **described(error))


def retry_or_fail(job: Job, error: Exception) -> bool:
    """Try again later, MAX_ATTEMPTS times in all. Whether the row has failed for good (no where the claim is lost)."""
    if job.attempts + 1 < MAX_ATTEMPTS:
        retry_later(job, error)
        return False
    return fail(job, error)


def described(error: Exception) -> dict[str, str]:
    """The error as columns: name of its class, and its detail cut to the column."""
    return {"last_error": type(error).__name__[:40], "last_error_detail": str(error)[:500]}


def wait_after(attempts: int) -> timedelta:
    """30 s doubled with each attempt, at most 6 h, with ±20 % of jitter so that a crowd does not come back as one."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 20)
    return min(doubled, _LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311 - spread, not secrecy


def sweep_reads(queue: models.QuerySet[J], *, at: datetime | None = None) -> int:
    """Rows of reads whose worker died go back to due, one attempt counted. Returns how many. Never for writes."""
    at = at or clock.now()
    dead = queue.filter(state=Job.State.RUNNING, heartbeat_at__lt=at - LEASE)
    return dead.update(
        state=Job.State.WAITING,
        claim=None,
        claimed_at=None,
        heartbeat_at=None,
        attempts=F("attempts") + 1,
        not_before=at,
    )


def overdue_since(at: datetime | None = None) -> dict[type[Job], datetime]:
    """For each kind of job the moment since which its oldest waiting row is due; kinds with none are left out."""
    at = at or clock.now()
    oldest: dict[type[Job], datetime] = {}
    for model in apps.get_models():
        if issubclass(model, Job):
            rows: models.QuerySet[Any] = model._base_manager.filter(state=Job.State.WAITING, not_before__lte=at)
            first = rows.aggregate(first=models.Min("not_before"))["first"]
            if first:
                oldest[model] = first
    return oldest


def _table(job: Job) -> models.QuerySet[Any]:
    return type(job)._base_manager.all()


def _live(job: Job) -> models.QuerySet[Any]:
    return _table(job).filter(pk=job.pk, state=Job.State.RUNNING, claim=job.claim)
