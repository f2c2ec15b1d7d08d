"""A new or changed topic, matched with what was heard in the last 90 days: in the background, newest first.

Mentions older than that keep what an earlier query said of them, until they change. What comes in meanwhile is matched
by ingest, which knows the topic as soon as its change is committed.

A Rematch is a job of small batches, each one short transaction: who dies loses one of them, and another worker goes on
from there. An edit starts it anew, and takes the claim from who works on the old query.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum

from brands.scope import brand_scope
from core import clock, jobs
from monitoring import counts, facts, live, matches
from monitoring.facts import Facts
from monitoring.matching import Document, Query, QueryError, parse
from monitoring.models import LISTED, UNLISTED, HourlyCount, Mention, MentionTopic, Rematch, Topic

logger = logging.getLogger(__name__)

REACH = timedelta(days=90)
BATCH = 500
TURN = timedelta(seconds=4)
"""After so long others have their turn: other topics, and the sources that the same workers read."""
_AFRESH: dict[str, Any] = {
    "state": Rematch.State.WAITING,
    "attempts": 0,
    "last_error": "",
    "last_error_detail": "",
    "looked_at": 0,
    "matched": 0,
    **dict.fromkeys(("claim", "claimed_at", "heartbeat_at", "reached_at", "reached_id", "finished_at")),
}


def start(topic: Topic) -> Rematch:
    """Have `topic` matched with what is there, from the beginning. Call with its brand held alone."""
    since = clock.now() - REACH
    heard = HourlyCount.objects.filter(topic=None, hour__gte=since).aggregate(n=Sum("n"))["n"]
    wanted = {"query_version": topic.query_version, "since": since, "to_look_at": max(heard or 0, 0)}
    rematch: Rematch = Rematch.objects.update_or_create(
        topic=topic, defaults={**_AFRESH, **wanted, "not_before": clock.now()}
    )[0]
    return rematch


def queue() -> QuerySet[Rematch]:
    """Every topic of every brand that is to be matched again."""
    waiting: QuerySet[Rematch] = Rematch.all_brands.filter(brand__deleted_at=None)
    return waiting.select_related("topic", "brand")


def run_due() -> bool:
    """Claim one topic that is due, and match it for a TURN at most; whether there was one."""
    claimed = jobs.claim_due(queue(), limit=1, fair_by="brand_id")
    with jobs.beating(claimed):
        for rematch in claimed:
            with brand_scope(rematch.brand.pk):
                _work(rematch)
    return bool(claimed)


def sweep() -> int:
    """Topics whose worker died in the middle go back to due; returns how many."""
    return jobs.sweep_reads(queue())


def _work(rematch: Rematch) -> None:
    begun = clock.now()
    try:
        # As it is now: if it changes again, the claim is lost.
        query = parse(Topic.with_deleted.get(pk=rematch.topic_id).query)
        while goes_on := _batch(rematch, query):
            if clock.now() - begun > TURN:
                break
        if goes_on:
            jobs.finish(rematch, state=Rematch.State.WAITING, not_before=clock.now())
    except QueryError as error:
        jobs.fail(rematch, error)
    except Exception as error:
        logger.exception("matching again failed", extra={"topic": rematch.topic.public_id})
        jobs.retry_or_fail(rematch, error)


def _batch(rematch: Rematch, query: Query) -> bool:
    """Match the next mentions; False if there are none, or the claim is lost."""
    mentions = _next(rematch)
    if not mentions:
        jobs.finish(rematch, state=Rematch.State.DONE, attempts=0, finished_at=clock.now())
        return False
    asked = {mention.pk: facts.of_mention(mention) for mention in mentions}
    answers = {one: _answer(query, one) for one in set(asked.values())}
    concerned = _matched(rematch, asked) | {pk for pk, one in asked.items() if answers[one]}
    with transaction.atomic():
        counts.hold(rematch.brand.pk)
        if not jobs.beat(rematch):
            return False
        matched = _write(rematch, concerned, query, answers) if concerned else 0
        _advance(rematch, mentions, matched)
    return True


def _next(rematch: Rematch) -> list[Mention]:
    """The mentions after those that were looked at, newest first: listed ones and others, each by its own index.

    Asked for in one statement: between two, a mention that is being hidden or shown would stand in neither.
    """
    left = _left(rematch)
    either = [left.filter(kind).values("pk", "posted_at")[:BATCH] for kind in (LISTED, UNLISTED)]
    newest = either[0].union(either[1], all=True).order_by("-posted_at", "-pk")[:BATCH]
    return list(left.filter(pk__in=[row["pk"] for row in newest]))


def _left(rematch: Rematch) -> QuerySet[Mention]:
    left: QuerySet[Mention] = Mention.objects.filter(posted_at__gte=rematch.since).order_by("-posted_at", "-pk")
    if rematch.reached_at:
        tie = Q(posted_at=rematch.reached_at, pk__gte=rematch.reached_id)
        left = left.filter(~tie, posted_at__lte=rematch.reached_at)
    return left.select_related("author").only(
        "brand", "posted_at", "text", "title", "language", "network", "author__name", "author__handle"
    )


def _write(rematch: Rematch, concerned: Collection[int], query: Query, answers: dict[Facts, bool]) -> int:
    """Bring matches and counts of `concerned` up to the query; how many match.

    They are read again under their lock: somebody may have changed them since they were matched.
    """
    changes, changed, matched, topic = counts.Changes(), [], 0, rematch.topic_id
    locked = Mention.objects.filter(pk__in=concerned).select_related("author").defer("evidence", "note")
    held = list(locked.select_for_update(of=("self",)).order_by("pk"))
    before = _matched(rematch, concerned)
    for mention in held:
        if (asked := facts.of_mention(mention)) not in answers:
            answers[asked] = _answer(query, asked)
        was, now = mention.pk in before, answers[asked]
        matched += now
        if was != now:
            changes.add_to((topic,), mention, 1 if now else -1)
            changed.append(matches.Change(mention, (topic,) * was, (topic,) * now))
    matches.write(rematch.brand.pk, changed)
    counts.write(rematch.brand.pk, changes)
    if changed:
        live.announce(rematch.brand.public_id)
    return matched


def _answer(query: Query, asked: Facts) -> bool:
    return query.matches(Document.of(**asked._asdict()))


def _matched(rematch: Rematch, mention_ids: Collection[int]) -> set[int]:
    rows = MentionTopic.objects.filter(topic=rematch.topic_id, mention__in=mention_ids)
    return set(rows.values_list("mention_id", flat=True))


def _advance(rematch: Rematch, looked_at: list[Mention], matched: int) -> None:
    last = looked_at[-1]
    rematch.reached_at, rematch.reached_id = last.posted_at, last.pk
    Rematch.objects.filter(pk=rematch.pk).update(
        reached_at=last.posted_at,
        reached_id=last.pk,
        looked_at=F("looked_at") + len(looked_at),
        matched=F("matched") + matched,
    )
