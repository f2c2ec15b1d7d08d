"""Figures of what was published: 15 minutes, 1, 6 and 24 hours after it was public, then after each of 30 days.

Each of these 34 readings is taken once. What was not read in time (a restart, a network that was away) is read as soon
as it can be, with the moment at which that was: one call fills all readings that are due by then.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from itertools import takewhile
from typing import cast

from django.db import transaction
from django.db.models import Q, QuerySet

from brands.scope import brand_scope
from calendar_app.models import Measurement, MetricPull, Publication
from calendar_app.signals import figures_read
from channels import health
from core import clock, jobs
from networks import errors, registry
from networks.publishing import Measured, Metrics, Sent
from networks.types import Capability

logger = logging.getLogger(__name__)

BATCH = 8
_HOUR = timedelta(hours=1)
FIRST = (_HOUR / 4, _HOUR, 6 * _HOUR, 24 * _HOUR)
DAYS = 30
READINGS = len(FIRST) + DAYS
_AFTER_MIDNIGHT = timedelta(minutes=5)
_SPREAD = 50
"""Minutes over which the readings after a midnight are spread, so that not all of a brand are asked for at once."""
_ASK_FOR_TIME = (errors.RateLimited, errors.NotReady, errors.BudgetSpent)
_OVER = (errors.NotAllowed, errors.Rejected)
"""Nothing that waiting would change: deleted there, or not shown to this account."""


def due_at(publication: Publication, step: int) -> datetime:
    """When reading `step` (0 to READINGS - 1) of a published publication is due: the days end in the brand's zone."""
    published_at = cast("datetime", publication.published_at)
    if step < len(FIRST):
        return published_at + FIRST[step]
    zone, number = publication.brand.zone, step - len(FIRST) + 1
    after = published_at.astimezone(zone).date() + timedelta(days=number + 1)
    midnight = datetime.combine(after, time_of_day(), zone)
    return midnight.astimezone(UTC) + _AFTER_MIDNIGHT + timedelta(minutes=publication.pk % _SPREAD)


def queue() -> QuerySet[MetricPull]:
    """Readings of all brands on accounts that can be asked."""
    now = clock.now()
    free = Q(publication__account__wait_until=None) | Q(publication__account__wait_until__lte=now)
    pulls: QuerySet[MetricPull] = MetricPull.all_brands.filter(
        free, brand__deleted_at=None, publication__account__broken_at=None, publication__account__deleted_at=None
    )
    return pulls.select_related("brand", "publication__account", "publication__brand")


def read_due(limit: int = BATCH) -> int:
    """Take up to `limit` readings that are due, in turns between brands; returns how many publications were read."""
    claimed = jobs.claim_due(queue(), limit=limit, fair_by="brand_id")
    with jobs.beating(claimed):
        for pull in claimed:
            with brand_scope(pull.brand_id):
                _read(pull)
    return len(claimed)


def sweep() -> int:
    """Readings whose worker died are due again; returns how many."""
    return jobs.sweep_reads(MetricPull.all_brands.all())


PLAN = """
INSERT INTO calendar_app_metricpull
    (brand_id, publication_id, not_before, state, attempts, last_error, last_error_detail, step)
SELECT %(brand)s, %(publication)s, %(first_reading)s, 'waiting', 0, '', '', 0
"""
"""What `begin` writes, for a statement that goes on with FROM; a row that is there already is left."""


def measurable(publication: Publication) -> bool:
    """Whether its network tells figures of it."""
    account = publication.account
    if account.by_hand or not publication.external_id:
        return False
    return Capability.POST_METRICS in registry.connector(account.network).capabilities


def begin(publication: Publication) -> None:
    """Plan the readings of what has just become public. Once; call in the brand's scope."""
    pull = MetricPull(brand_id=publication.brand_id, publication=publication, not_before=due_at(publication, 0))
    MetricPull.objects.bulk_create([pull], ignore_conflicts=True)


def _read(pull: MetricPull) -> None:
    publication = pull.publication
    account = publication.account
    try:
        measured = cast("Measured", registry.connector(account.network))
        sent = Sent(publication.external_id, publication.url, _proof(publication))
        _keep(pull, measured.metrics(account.login(), sent))
    except _ASK_FOR_TIME as error:
        jobs.retry_later(pull, error, until=health.hold_off(account, error.until), count=False)
    except _OVER as error:
        jobs.fail(pull, error)
    except errors.NetworkError as error:
        jobs.retry_later(pull, error)
    except Exception as error:
        logger.exception("figures could not be read", extra={"publication": publication.public_id})
        jobs.retry_later(pull, error)


def _proof(publication: Publication) -> dict[str, object]:
    first = publication.parts.filter(number=0).first()
    return first.proof if first else {}


@transaction.atomic
def _keep(pull: MetricPull, metrics: Metrics) -> None:
    """Keep one answer for every reading that is due by now, and plan the next. Nothing if the claim was lost."""
    publication, now = pull.publication, clock.now()
    if not jobs.beat(pull):
        return
    due = list(takewhile(lambda step: due_at(publication, step) <= now, range(pull.step, READINGS)))
    told = {"brand_id": pull.brand_id, "publication": publication, "at": now, "values": dict(metrics.values)}
    rows = [Measurement(**told, step=step, due_at=due_at(publication, step)) for step in due]
    Measurement.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        figures_read.send(Measurement, brand=pull.brand, at=now)
    following = pull.step + len(due)
    changes = {"step": following, "attempts": 0, "last_error": "", "last_error_detail": ""}
    if metrics.gone or following >= READINGS:
        changes["last_error"] = errors.Gone.__name__ if metrics.gone else ""
        jobs.finish(pull, state=MetricPull.State.DONE, **changes)
    else:
        jobs.finish(pull, state=MetricPull.State.WAITING, not_before=due_at(publication, following), **changes)
