"""The alarm clock of accounts. Rows are the queue: a task that is lost, late or run twice does no harm."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from channels import health, removing
from core import clock

TURN = timedelta(minutes=4)


@shared_task
def look_after_accounts() -> int:
    """Check accounts that are due and renew their tokens, a batch at a time; returns how many."""
    begun, done = clock.now(), 0
    while clock.now() - begun < TURN and (batch := health.look_after_due()):
        done += batch
    return done


@shared_task
def sweep_accounts() -> int:
    """Put accounts whose worker died back to due; returns how many."""
    return health.sweep()


@shared_task
def forget_removed() -> int:
    """Delete the tokens of accounts that were removed 30 days ago, and journeys that are over; returns how many."""
    return removing.forget()
