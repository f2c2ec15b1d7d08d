from __future__ import annotations

from celery import shared_task

from demo import living


@shared_task
def go_on() -> int:
    """Let the people of demo workspaces say something; returns how many mentions are new."""
    return living.go_on()
