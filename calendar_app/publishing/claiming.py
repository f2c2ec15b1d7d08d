"""Taking up what is due: at most one publication at a time on an account, brands in turns, marked and committed."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Prefetch

from brands.models import Webhook
from calendar_app.models import Publication, SentPart
from calendar_app.publishing import ledger
from calendar_app.publishing.persisting import persistently
from core import clock

logger = logging.getLogger(__name__)

# Candidates are the first due of each account that may publish, found by index, ranked without a lock (window functions
# cannot lock), then locked and checked again. Accounts that are at work are left out; the partial unique index
# publication_one_at_a_time stands behind that. The «|| ''» keeps the second look to the primary key: where statistics
# are behind, as when ten thousand posts were just imported, the queue itself would be read again for each candidate.
_CLAIM = """
WITH candidate AS (
    SELECT next.id, row_number() OVER (PARTITION BY account.brand_id ORDER BY next.not_before, next.id) AS turn
    FROM channels_account account
    JOIN brands_brand brand ON brand.id = account.brand_id AND brand.deleted_at IS NULL
    CROSS JOIN LATERAL (
        SELECT id, not_before FROM calendar_app_publication
        WHERE account_id = account.id AND state = 'waiting' AND not_before <= %(at)s
        ORDER BY not_before, id LIMIT 1
    ) next
    WHERE account.broken_at IS NULL AND account.paused_at IS NULL AND account.deleted_at IS NULL
      AND (account.wait_until IS NULL OR account.wait_until <= %(at)s)
      AND NOT EXISTS (
        SELECT FROM calendar_app_publication busy WHERE busy.account_id = account.id AND busy.state = 'running')
      AND NOT EXISTS (
        SELECT FROM calendar_app_publishingrules rules
        WHERE rules.brand_id = account.brand_id AND rules.paused_at IS NOT NULL)
    ORDER BY turn, next.not_before, next.id LIMIT %(look_at)s
), locked AS (
    SELECT publication.id FROM calendar_app_publication publication JOIN candidate USING (id)
    WHERE publication.state || '' = 'waiting' AND publication.not_before <= %(at)s
    ORDER BY candidate.turn, publication.not_before, publication.id LIMIT %(limit)s
    FOR NO KEY UPDATE OF publication SKIP LOCKED
), claimed AS (
    UPDATE calendar_app_publication publication
    SET state = 'running', claim = gen_random_uuid(), claimed_at = %(at)s, heartbeat_at = %(at)s
    FROM locked WHERE publication.id = locked.id
    RETURNING publication.id, publication.brand_id, publication.claim
), noted AS (
    INSERT INTO calendar_app_ledgerentry (brand_id, publication_id, at, what, part, worker, claim, outcome, detail)
    SELECT brand_id, id, %(at)s, 'claimed', 0, %(worker)s, claim, '', '' FROM claimed
)
SELECT id FROM claimed
"""
_ELSEWHERE = 8  # times the limit: other workers have locked the first ones


def claim_due(limit: int) -> list[Publication]:
    """Claim up to `limit` due publications; returns them with post, account and brand, marked and committed."""
    try:
        with transaction.atomic():
            ids = _mark(limit)
            heard = Webhook.all_brands.filter(brand=OuterRef("brand"), state=Webhook.State.ACTIVE)
            rows = Publication.all_brands.filter(pk__in=ids).select_related("post", "account", "brand")
            rows = rows.annotate(is_heard=Exists(heard))
            claimed = list(rows.prefetch_related(Prefetch("parts", SentPart.all_brands.order_by("number"))))
    except (IntegrityError, OperationalError) as error:
        # Two workers met on one account, or the database went away: the next look finds the same rows.
        logger.warning("nothing was claimed: %s", error)
        return []
    return claimed


def beat(claims: list[UUID]) -> None:
    """Say that these claims are alive."""
    Publication.all_brands.filter(state=Publication.State.RUNNING, claim__in=claims).update(heartbeat_at=clock.now())


@persistently
def give_back(publication: Publication) -> None:
    """Leave a claimed publication, of which nothing was sent, to another worker."""
    mine = Publication.all_brands.filter(pk=publication.pk, claim=publication.claim, state=Publication.State.RUNNING)
    freed = dict.fromkeys(("claim", "claimed_at", "heartbeat_at", "armed_at"))
    mine.update(state=Publication.State.WAITING, **freed)


def _mark(limit: int) -> list[int]:
    with connection.cursor() as cursor:
        told: dict[str, Any] = {"at": clock.now(), "worker": ledger.worker()}
        told |= {"limit": limit, "look_at": limit * _ELSEWHERE}
        cursor.execute(_CLAIM, told)
        return [row[0] for row in cursor.fetchall()]
