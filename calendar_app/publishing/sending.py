"""A claimed publication, part by part: prepare, arm, call, record. A thread goes on where it stopped."""

from __future__ import annotations

import logging
from dataclasses import replace
from time import monotonic

from django.db import Error
from django.utils.translation import gettext_noop

from brands.scope import brand_scope
from calendar_app.models import Publication, SentPart
from calendar_app.publishing import arming, claiming, handing, parts, recording, renewing
from calendar_app.publishing.attempts import Attempt
from calendar_app.publishing.reactions import NotCalled
from core import clock, jobs
from networks import errors, registry
from networks.publishing import Part, Sent

logger = logging.getLogger(__name__)

FUSE = jobs.LEASE.total_seconds() / 3
"""Seconds after arming within which the call begins. A worker that was frozen for longer may have been swept."""
NO_PROOF = gettext_noop("The part before it was confirmed by hand, so this one has nothing to answer to.")


def send(publication: Publication) -> None:
    """Take a claimed publication as far as it goes. Whatever happens is recorded; raises nothing."""
    with brand_scope(publication.brand_id):
        try:
            if publication.account.by_hand:
                handing.hand(publication)
            else:
                _send(publication)
        except Error:
            # Nothing was called without a record of it: the sweep finds out.
            logger.exception("a publication was left to the sweep", extra={"publication": publication.public_id})


def _send(publication: Publication) -> None:
    kept = list(publication.parts.all())
    while (attempt := _ready(publication, kept)) and go(attempt):
        kept = list(SentPart.objects.filter(publication=publication).order_by("number"))


def _ready(publication: Publication, kept: list[SentPart]) -> Attempt | None:
    """The next part, prepared; None if that went wrong or nothing is left, which is recorded."""
    try:
        return _prepare(publication, kept)
    except Error:
        claiming.give_back(publication)
        raise
    except errors.AuthExpired as error:
        renewing.renew_or_break(publication, error)
    except errors.NetworkError as error:
        recording.fail_before_call(publication, error)
    except Exception as error:
        logger.exception("preparing failed", extra={"publication": publication.public_id})
        recording.fail_before_call(publication, error)
    return None


def _prepare(publication: Publication, kept: list[SentPart]) -> Attempt | None:
    account = publication.account
    publisher = registry.publisher(account.network)
    content = parts.content_of(publication.post, publication)
    sent = [row for row in kept if row.sent_at]
    number = len(sent)
    waiting = next((row for row in kept if row.number == number), None)
    moment = (waiting or kept[0]).moment if kept else publication.due_at or clock.now()
    built = parts.build(content, publication, account, publisher.limits(account.facts), moment)
    if number >= len(built):
        recording.nothing_left(publication)
        return None
    part = _following(built[number], sent)
    handle = waiting.handle if waiting else publisher.prepare(account.login(), part)
    last = number + 1 == len(built)
    return Attempt(publication, publisher, number, part, handle, content.digest(), waiting is not None, last)


def _following(part: Part, sent: list[SentPart]) -> Part:
    """`part` with what it answers. Raises Rejected where that is public, but nothing proves it."""
    if not sent:
        return part
    first, before = (Sent(row.external_id, row.url, row.proof) for row in (sent[0], sent[-1]))
    if not (first.external_id and before.external_id):
        raise errors.Rejected(NO_PROOF)
    return replace(part, first=first, before=before)


def go(attempt: Attempt) -> bool:
    """Arm, call, record. Whether it is public and the publication goes on with its next part."""
    begun = monotonic()
    try:
        armed = arming.arm(attempt)
    except Error:
        claiming.give_back(attempt.publication)
        raise
    if not armed:
        return False
    if monotonic() - begun > FUSE:
        return recording.record(attempt, NotCalled())
    answer = call(attempt)
    if isinstance(answer, errors.AuthExpired):
        recording.note(attempt, answer)
        renewing.renew_or_break(attempt.publication, answer)
        return False
    return recording.record(attempt, answer)


def call(attempt: Attempt) -> Sent | Exception:
    """The one call that makes it public, outside any transaction. Every error is an answer."""
    try:
        return attempt.publisher.commit(attempt.publication.account.login(), attempt.part, attempt.handle)
    except errors.NetworkError as error:
        return error
    except Exception as error:
        logger.exception("a call broke off", extra={"publication": attempt.publication.public_id})
        return error
