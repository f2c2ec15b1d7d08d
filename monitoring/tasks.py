"""The alarm clock of listening. Rows are the queue: a task that is lost, late or run twice does no harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from celery import shared_task

from brands.models import Brand
from brands.scope import brand_scope
from core import clock
from monitoring import exports, polling, recounting, rematching, retention, saved_views, silence, topics, tops
from monitoring.importing import running as imports

logger = logging.getLogger(__name__)

TURN = timedelta(minutes=4)
"""Well below Celery's time limits: they would strike in the middle of a read, and a source be blamed for it."""


@shared_task
def poll_due_sources() -> int:
    """Read sources that are due, a batch at a time, until none is or TURN is over; returns how many."""
    begun = clock.now()
    polled = 0
    while clock.now() - begun < TURN and (batch := polling.poll_due()):
        polled += batch
    return polled


@shared_task
def sweep_sources() -> int:
    """Put sources whose worker died back to due; returns how many."""
    return polling.sweep()


@shared_task
def check_silence() -> None:
    """Have every brand's sources looked at, each brand in a task of its own."""
    for brand_id in Brand.objects.filter(deleted_at=None).values_list("pk", flat=True):
        check_silence_of.delay(brand_id)


@shared_task
def check_silence_of(brand_id: int) -> None:
    """Tell the team of one brand which sources fell silent or were stopped."""
    with brand_scope(brand_id):
        silence.check(Brand.objects.get(pk=brand_id))


@shared_task
def build_tops() -> int:
    """Build the tops of days that are due, a batch at a time, until none is or TURN is over; returns how many."""
    begun = clock.now()
    built = 0
    while clock.now() - begun < TURN and (batch := tops.build_due()):
        built += batch
    return built


@shared_task
def sweep_tops() -> int:
    """Put days whose worker died back to due; returns how many."""
    return tops.sweep()


@shared_task
def match_again() -> int:
    """Match new and changed topics with what was heard, for rematching.TURN or a little longer; how many turns."""
    begun = clock.now()
    turns = 0
    while clock.now() - begun < rematching.TURN and rematching.run_due():
        turns += 1
    return turns


@shared_task
def sweep_rematches() -> int:
    """Put topics whose worker died back to due; returns how many."""
    return rematching.sweep()


@shared_task
def follow_zones() -> int:
    """Build the days of brands that have moved to another time zone anew; returns how many."""
    return recounting.follow_zones()


@shared_task
def keep_house() -> None:
    """Have every brand's old mentions and removed sources deleted, each brand in a task of its own."""
    for brand_id in Brand.objects.filter(deleted_at=None).values_list("pk", flat=True):
        keep_house_of.delay(brand_id)


@shared_task
def keep_house_of(brand_id: int) -> None:
    """Delete what the brand no longer keeps, and sources, topics and views that were removed 30 days ago."""
    brand = Brand.objects.get(pk=brand_id)
    with brand_scope(brand_id):
        mentions, sources = retention.run(brand), retention.purge_sources()
        topics.purge()
        saved_views.purge()
    logger.info("kept house", extra={"brand": brand.public_id, "mentions": mentions, "sources": sources})


@shared_task
def run_imports() -> int:
    """Read uploaded files that are due, one after the other, until none is or TURN is over; returns how many."""
    return _until_none(imports.run_due)


@shared_task(soft_time_limit=3000, time_limit=3060)
def write_exports() -> int:
    """Write exports that are due, one after the other; returns how many. A large one takes minutes."""
    return _until_none(exports.run_due)


@shared_task
def sweep_transfers() -> int:
    """Put imports and exports whose worker died back to due; returns how many."""
    return imports.sweep() + exports.sweep()


@shared_task
def delete_old_files() -> int:
    """Delete exports past their week and uploaded files that nobody came back to; returns how many."""
    return exports.delete_old() + imports.forget_old_files()


def _until_none(run: Callable[[], int]) -> int:
    begun, done = clock.now(), 0
    while clock.now() - begun < TURN and (some := run()):
        done += some
    return done
