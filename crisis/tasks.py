from __future__ import annotations

from celery import shared_task

from brands import rounds
from brands.models import Brand
from crisis import watching


@shared_task
def watch_counts() -> int:
    """Look at the counts of every brand; returns how many alerts were raised."""
    return rounds.for_each(_watch)


def _watch(brand: Brand) -> int:
    return len(watching.look(brand))
