"""The alarm clock of roll-ups and weekly reports. Rows are the queue: a task lost, late or doubled does no harm."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from core import clock
from reports import rollups, sending
from reports.weekly import drafting

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


@shared_task
def draft_reports() -> int:
    """Draft last week's report of every brand that has none yet; returns how many."""
    return drafting.draft_due()


@shared_task
def send_reports() -> int:
    """Approve what brands want sent without a person, then write the mails that are due; returns how many mails."""
    sending.approve_due()
    begun, written = clock.now(), 0
    while clock.now() - begun < TURN and (some := sending.run_due()):
        written += some
    return written


@shared_task
def sweep_deliveries() -> int:
    """Deliveries whose worker died are due again; returns how many."""
    return sending.sweep()
