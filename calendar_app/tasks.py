"""The alarm clock of publishing. Rows are the queue: a task that is lost, late or run twice does no harm."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from calendar_app import measuring, native, rederiving, series
from calendar_app.importing import running as imports
from calendar_app.publishing import loop
from core import clock

TURN = timedelta(minutes=4)


@shared_task
def publish_due() -> int:
    """Send what is due and find out what is in doubt; returns how many publications were taken up."""
    return loop.publish_due()


@shared_task
def rederive() -> int:
    """Derive instants again where zone data has changed; returns how many moved."""
    return rederiving.rederive()


@shared_task
def read_own_posts() -> int:
    """Bring in what accounts published by themselves, a batch at a time; returns how many accounts were read."""
    native.follow_accounts()
    begun, done = clock.now(), 0
    while clock.now() - begun < TURN and (batch := native.read_due()):
        done += batch
    return done


@shared_task
def sweep_own_posts() -> int:
    """Put feeds whose worker died back to due; returns how many."""
    return native.sweep()


@shared_task
def extend_series() -> int:
    """Make posts that repeat up to the horizon; returns how many."""
    return series.extend_due()


@shared_task
def read_figures() -> int:
    """Read figures of what was published, a batch at a time; returns how many publications were read."""
    begun, done = clock.now(), 0
    while clock.now() - begun < TURN and (batch := measuring.read_due()):
        done += batch
    return done


@shared_task
def sweep_figures() -> int:
    """Put readings whose worker died back to due; returns how many."""
    return measuring.sweep()


@shared_task
def run_imports() -> int:
    """Make posts of uploaded files that are due, one file after the other, until TURN is over; returns how many."""
    begun, done = clock.now(), 0
    while clock.now() - begun < TURN and imports.run_due():
        done += 1
    return done


@shared_task
def sweep_imports() -> int:
    """Put imports whose worker died back to due; returns how many."""
    return imports.sweep()


@shared_task
def delete_old_files() -> int:
    """Delete uploaded files that nobody came back to; returns how many."""
    return imports.forget_old_files()
