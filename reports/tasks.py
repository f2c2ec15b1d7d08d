"""The alarm clock of roll-ups. Rows are the queue: a task that is lost, late or run twice does no harm."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from core import clock
from reports import rollups

TURN = timedelta(minutes=4)


@shared_task
def build_rollups() -> int:
    """Build the days on which figures were read, a batch at a time; returns how many."""
    rollups.follow_zones()
    begun, done = clock.now(), 0
    while clock.now() - begun < TURN and (batch := rollups.build_due()):
        done += batch
    return done


@shared_task
def sweep_rollups() -> int:
    """Days whose worker died are due again; returns how many."""
    return rollups.sweep()
