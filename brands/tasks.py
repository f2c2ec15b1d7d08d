from __future__ import annotations

from celery import shared_task

from brands import idempotency


@shared_task
def forget_answers() -> int:
    """Delete stored answers to repeated writes that are older than a day; returns how many."""
    return idempotency.sweep()
