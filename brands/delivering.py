"""Deliveries on their way: claimed, posted outside any transaction, recorded.

At least once: what was not answered with 2xx within PATIENCE goes again, with the same id, by the waits of core.jobs.
A webhook has one delivery on its way at a time, so that a slow receiver holds one of PARALLEL places and no more.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.db import connection, transaction
from django.db.models import QuerySet

from brands import events, notices, webhooks
from brands.models import Delivery, Webhook
from brands.scope import brand_scope
from core import clock, http, jobs
from core.jobs import Job

PATIENCE = http.Patience(connect=5, read=10, total=10)
PARALLEL = 8
TURN = 20.0
"""Seconds in which one call begins new deliveries."""
MAX_ATTEMPTS = 14
"""About 26 hours by the waits of core.jobs."""
FAILURES, FAILING = 10, timedelta(days=3)
"""So many attempts in a row, over so long: then the webhook stops."""
GONE = 410
_READ = 64 * 1024
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. Without an answer `status` is None, and `error` says why."""

    status: int | None
    answer: str
    took_ms: int
    error: Exception | None = None

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class NotTaken(Exception):
    """The receiver answered something else than 2xx."""


def deliver_due(*, seconds: float = TURN) -> int:
    """Deliver what is due, in turns between webhooks, beginning none after `seconds`; returns how many attempts."""
    jobs.sweep_reads(Delivery.all_brands.all())  # at least once: what a dead worker had in its hands goes again
    if not _due().exists():
        return 0
    end, claiming = time.monotonic() + seconds, Lock()

    def work() -> int:
        done = 0
        try:
            while time.monotonic() < end and (delivery := _claim(claiming)):
                _deliver(delivery)
                done += 1
        finally:
            connection.close()  # this thread's own
        return done

    with ThreadPoolExecutor(PARALLEL) as pool:
        # The clock may be shifted in this context: the threads have to read the same one.
        return sum(future.result() for future in [pool.submit(copy_context().run, work) for _ in range(PARALLEL)])


def _due() -> QuerySet[Delivery]:
    return Delivery.all_brands.filter(state=Job.State.WAITING, not_before__lte=clock.now(), brand__deleted_at=None)


def _claim(claiming: Lock) -> Delivery | None:
    """The next delivery whose webhook has none on its way."""
    with claiming:
        busy = Delivery.all_brands.filter(state=Job.State.RUNNING).values("webhook")
        queue = Delivery.all_brands.filter(brand__deleted_at=None).exclude(webhook__in=busy)
        claimed = jobs.claim_due(queue, limit=1, fair_by="webhook_id")
    return claimed[0] if claimed else None


def _deliver(delivery: Delivery) -> None:
    with brand_scope(delivery.brand_id):
        webhook = Webhook.objects.select_related("brand").get(pk=delivery.webhook_id)
        _record(delivery, webhook, post(webhook, delivery))


def post(webhook: Webhook, delivery: Delivery) -> Outcome:
    """One attempt; writes nothing. Redirects are answers, never followed."""
    at, body = clock.now(), delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "X-Cmhub-Event": delivery.event,
        "X-Cmhub-Delivery": delivery.public_id,
        "X-Cmhub-Timestamp": str(int(at.timestamp())),
        "X-Cmhub-Signature": signatures(webhook, at, body),
    }
    begun = time.monotonic()

    def outcome(status: int | None, answer: bytes, error: Exception | None = None) -> Outcome:
        text = answer.decode(errors="replace").replace("\x00", "\ufffd")[:_SHOWN]
        return Outcome(status, text, round((time.monotonic() - begun) * 1000), error)

    try:
        answer = http.fetch(
            webhook.address, method="POST", headers=headers, body=body, max_bytes=_READ, timeout=PATIENCE
        )
    except http.TooLarge as error:
        return outcome(error.status or None, b"", error)
    except http.HttpError as error:
        return outcome(None, b"", error)
    refused = None if 200 <= answer.status < 300 else NotTaken(f"HTTP {answer.status}")
    return outcome(answer.status, answer.body[: _SHOWN * 4], refused)


def signatures(webhook: Webhook, at: datetime, body: bytes) -> str:
    """«v1=…», hex of HMAC-SHA256 over «timestamp.body»; two of them, by a comma, while a former secret still signs."""
    signed = str(int(at.timestamp())).encode() + b"." + body
    made = (hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in webhook.secrets_at(at))
    return ",".join(f"v1={one}" for one in made)


@transaction.atomic
def _record(delivery: Delivery, webhook: Webhook, outcome: Outcome) -> None:
    """Write down what became of it, under the webhook's lock: pausing and stopping wait for it, and it for them."""
    row = Webhook.objects.select_for_update(no_key=True).filter(pk=webhook.pk).first()
    if row is None:
        return  # removed meanwhile, its log with it
    told = {
        "attempts": delivery.attempts + 1,
        "tried_at": clock.now(),
        "took_ms": outcome.took_ms,
        "status": outcome.status,
        "answer": outcome.answer,
    }
    if outcome.taken:
        if jobs.finish(delivery, state=Job.State.DONE, last_error="", last_error_detail="", **told) and row.failures:
            Webhook.objects.filter(pk=row.pk).update(failures=0, failing_since=None)
        return
    told |= jobs.described(outcome.error or NotTaken())
    if jobs.finish(delivery, state=_after(delivery, row, outcome), not_before=_next_try(delivery), **told):
        _count_failure(row, gone=outcome.status == GONE)


def _after(delivery: Delivery, row: Webhook, outcome: Outcome) -> Job.State:
    never = outcome.status == GONE or isinstance(outcome.error, http.Refused)
    if never or delivery.attempts + 1 >= MAX_ATTEMPTS:
        return Job.State.FAILED
    return Job.State.WAITING if row.state == Webhook.State.ACTIVE else Job.State.PAUSED


def _next_try(delivery: Delivery) -> datetime:
    return clock.now() + jobs.wait_after(delivery.attempts + 1)


def _count_failure(row: Webhook, *, gone: bool) -> None:
    now = clock.now()
    since, failures = row.failing_since or now, row.failures + 1
    over = gone or (failures >= FAILURES and now - since >= FAILING)
    stops = over and row.state == Webhook.State.ACTIVE
    state = Webhook.State.STOPPED if stops else row.state
    Webhook.objects.filter(pk=row.pk).update(failures=failures, failing_since=since, state=state)
    if stops:
        webhooks.hold(row)
        events.record(webhooks.STOPPED, row, brand=row.brand, by=events.SYSTEM)
        notices.tell(row.brand, webhooks.STOPPED, row.public_id, webhook=row.name)
