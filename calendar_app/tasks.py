"""The alarm clock of publishing. Rows are the queue: a task that is lost, late or run twice does no harm."""

from __future__ import annotations

from celery import shared_task

from calendar_app import rederiving
from calendar_app.publishing import loop


@shared_task
def publish_due() -> int:
    """Send what is due and find out what is in doubt; returns how many publications were taken up."""
    return loop.publish_due()


@shared_task
def rederive() -> int:
    """Derive instants again where zone data has changed; returns how many moved."""
    return rederiving.rederive()
