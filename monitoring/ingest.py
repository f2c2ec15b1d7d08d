"""A page of items becomes mentions, once each, in bulk: cleaned, scored, inserted, counted.

Work that takes time (reading what is known, language, sentiment) is done by `prepare`, before any lock; `write` is one
short transaction. Everybody who writes mentions takes locks in the same order, so that nobody waits in a circle:
source, brand (counts.hold), authors by key, known mentions by primary key, new mentions by key, counters by key: hours,
then days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from brands.models import Brand
from brands.scope import brand_scope
from core import bulk
from monitoring import authors, cleaning, counts, identities, live, retention, versions
from monitoring.authors import Authors
from monitoring.cleaning import Row
from monitoring.identities import Identity
from monitoring.models import Mention, Source
from monitoring.scoring import Scorer
from monitoring.signals import mentions_stored
from monitoring.versions import Seen
from networks.types import Page

_COLUMNS = (
    *("brand_id", "version", "public_id", "network", "external_id", "source_id", "author_id", "kind", "url", "title"),
    *("text", "reply_to", "posted_at", "posted_at_is_guess", "first_seen_at", "hidden", "reach"),
    *("language", "language_by", "sentiment", "sentiment_by", "score", "confidence", "backend", "backend_version"),
    *("evidence", "note"),
)
_ONCE = "ON CONFLICT (brand_id, network, external_id) DO NOTHING RETURNING id, network, external_id"


@dataclass(frozen=True, slots=True)
class Stored:
    """What one page did to the table."""

    new: int = 0
    edited: int = 0
    gone: int = 0
    """Found deleted upstream: missing from two full reads in a row."""
    back: int = 0
    """Were gone, and are there again."""
    missing: int = 0
    """Missing for the first time: the next full read decides."""
    too_old: int = 0
    """From before what the brand keeps: left out."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A page that is ready to be written."""

    page: Page
    seen: Seen
    rows: dict[Identity, Row]
    """Each identity once."""
    known: frozenset[Identity]
    touched: frozenset[int]
    """Mentions that may have to change: later versions, back, or missing."""
    too_old: int


def store(source: Source, page: Page, *, seen_at: datetime) -> Stored:
    """Write what `page` of `source` says, in its own transaction. The source's brand need not be in scope."""
    with brand_scope(source.brand_id):
        return write(prepare(source, page, seen_at=seen_at))


def prepare(source: Source, page: Page, *, seen_at: datetime) -> Batch:
    """Clean `page`, compare it with what is known, and score what is new or changed. Call in the brand's scope."""
    brand: Brand = source.brand
    oldest = retention.kept_since(brand, seen_at)
    cleaned = [cleaning.row(source, item, seen_at=seen_at) for item in page.items]
    present = {row.identity for row in cleaned}
    fresh = [row for row in cleaned if row.external_id and (row.posted_at is None or row.posted_at >= oldest)]
    rows = {row.identity: row for row in reversed(fresh)}  # of doubles in one page the first counts
    known = {(m.network, m.external_id): m for m in _known(rows)}
    seen = Seen(source, seen_at, Scorer(tuple(brand.languages)))
    touched = {m.pk for m in known.values() if versions.differs(m, rows[m.network, m.external_id], source)}
    for row in rows.values():
        if (mention := known.get(row.identity)) is None:
            seen.scorer.result(row.body)
        elif mention.pk in touched and row.body != mention.body:
            seen.scorer.result(row.body, versions.forced_language(mention))
    touched |= set(_absent(source, page, present))
    too_old = sum(1 for row in cleaned if row.external_id) - len(fresh)
    return Batch(page, seen, rows, frozenset(known), frozenset(touched), too_old)


def write(batch: Batch) -> Stored:
    """Write a prepared page in one transaction, which may be the caller's: then it holds the source's row already."""
    source, changes = batch.seen.source, counts.Changes()
    with transaction.atomic():
        counts.hold(source.brand_id)
        written_by = authors.upsert(
            source.brand_id, [(row.network, row.author) for row in batch.rows.values() if row.author]
        )
        known = _update_known(batch, written_by, changes)
        new = _insert_new(batch, written_by, changes)
        counts.write(source.brand_id, changes)
        _count_on_source(batch, len(new))
        stored = Stored(new=len(new), too_old=batch.too_old, **known)
        if new or stored.edited or stored.gone or stored.back:
            live.announce(source.brand.public_id)
        if new:
            transaction.on_commit(
                lambda: mentions_stored.send(Mention, brand_id=source.brand_id, mention_ids=new), robust=True
            )
    return stored


def _known(rows: Iterable[Identity]) -> QuerySet[Mention]:
    known: QuerySet[Mention] = Mention.objects.filter(identities.among(rows))
    return known.select_related("author").defer("evidence", "note")


def _absent(source: Source, page: Page, present: set[Identity]) -> list[int]:
    """Mentions of `source` that a full read should hold and does not. A guessed date says nothing about where it is."""
    if page.unchanged or page.complete_since is None:
        return []
    listed = Mention.objects.filter(
        source=source, gone_at=None, posted_at_is_guess=False, posted_at__gt=page.complete_since
    )
    named = listed.values_list("pk", "network", "external_id")
    return [pk for pk, network, external_id in named if (network, external_id) not in present]


def _update_known(batch: Batch, written_by: Authors, changes: counts.Changes) -> dict[str, int]:
    """Bring known mentions up to date; how many were edited, gone, back and missing."""
    done = {"edited": 0, "gone": 0, "back": 0, "missing": 0}
    if not batch.touched:
        return done
    locked = list(Mention.objects.filter(pk__in=batch.touched).select_for_update(of=("self",)).order_by("pk"))
    topics = counts.topics_of(batch.touched)
    for mention in locked:
        changes.remove(mention, topics[mention.pk])
        row = batch.rows.get((mention.network, mention.external_id))
        if row is None:
            done[versions.mark_absent(mention, batch.seen.at)] += 1
        else:
            for what in versions.take_over(mention, row, batch.seen, written_by):
                done[what] += 1
        changes.add(mention, topics[mention.pk])
    bulk.update(Mention, versions.COLUMNS, [_values(mention, ("id", *versions.COLUMNS)) for mention in locked])
    return done


def _insert_new(batch: Batch, written_by: Authors, changes: counts.Changes) -> list[int]:
    """Insert what is not known, in key order; primary keys of what really went in: others may have been faster."""
    made = {
        identity: versions.first(batch.seen, row, written_by)
        for identity, row in sorted(batch.rows.items())
        if identity not in batch.known
    }
    values = [_values(mention, _COLUMNS) for mention in made.values()]
    inserted = bulk.insert(Mention, _COLUMNS, values, then=_ONCE)
    for _, *identity in inserted:
        changes.add(made[tuple(identity)])
    return [pk for pk, *_ in inserted]


def _values(mention: Mention, columns: Sequence[str]) -> list[Any]:
    return [getattr(mention, column) for column in columns]


def _count_on_source(batch: Batch, new: int) -> None:
    changed: dict[str, Any] = {}
    if new:
        changed |= {"items_found": F("items_found") + new, "last_new_at": batch.seen.at}
    if not batch.page.unchanged:
        changed |= {"items_too_old": batch.too_old, "items_unreadable": batch.page.skipped}
    if changed:
        Source.with_deleted.filter(pk=batch.seen.source.pk).update(**changed)
