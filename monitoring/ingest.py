"""A page of items becomes mentions, once each, in bulk: cleaned, scored, matched with topics, inserted, counted.

Work that takes time (reading what is known, language, sentiment, topics) is done by `prepare`, before any lock; `write`
is one short transaction. Everybody who writes mentions takes locks in the same order, so that nobody waits in a circle:
source, brand (counts.hold), authors by key, known mentions by primary key, new mentions by key, counters by key: hours,
then days. A mention's matches belong to who holds the mention. Who changes topics holds the brand alone, so that each
page is matched either before the change, and then committed, or after it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from brands.models import Brand
from brands.scope import brand_scope
from core import bulk
from monitoring import authors, cleaning, counts, forgetting, live, live_topics, matches, retention, versions
from monitoring import known as already_known
from monitoring.authors import Authors
from monitoring.cleaning import Row
from monitoring.facts import Facts
from monitoring.facts import of_rows as facts_of_rows
from monitoring.identities import Identity
from monitoring.known import Known
from monitoring.live_topics import Matching
from monitoring.models import Mention, Source
from monitoring.scoring import Scorer
from monitoring.signals import mentions_stored
from monitoring.versions import New, Seen
from networks.types import Page

_ONCE = "ON CONFLICT (brand_id, network, external_id) DO NOTHING RETURNING id, network, external_id"
_ON_SOURCE = """
UPDATE monitoring_source SET
    items_found = items_found + %(new)s,
    last_new_at = CASE WHEN %(new)s > 0 THEN %(at)s ELSE last_new_at END,
    items_too_old = %(too_old)s,
    items_unreadable = %(unreadable)s
WHERE brand_id = %(brand)s AND id = %(source)s
"""


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
    unmatched: int = 0
    """No topic matches them, and their source keeps only what one does: left out."""


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
    facts: dict[Identity, Facts]
    """What topics were asked about rows that are new or may change."""
    too_old: int


def store(source: Source, page: Page, *, seen_at: datetime) -> Stored:
    """Write what `page` of `source` says, in its own transaction. The source's brand need not be in scope."""
    with brand_scope(source.brand_id):
        return write(prepare(source, page, seen_at=seen_at))


def prepare(source: Source, page: Page, *, seen_at: datetime) -> Batch:
    """Clean `page`, score and match what is new or changed in it. Call in the brand's scope."""
    brand: Brand = source.brand
    oldest = retention.kept_since(brand, seen_at)
    cleaned = [cleaning.row(source, item, seen_at=seen_at) for item in page.items]
    present = {row.identity for row in cleaned}
    fresh = [row for row in cleaned if row.external_id and (row.posted_at is None or row.posted_at >= oldest)]
    rows = {row.identity: row for row in reversed(fresh)}  # of doubles in one page the first counts
    known = already_known.among(rows)
    if rows.keys() - known.keys():  # erased people are never known: their mentions have lost their ids
        rows = forgetting.without_forgotten(rows)
    seen = Seen(source, seen_at, Scorer(tuple(brand.languages)), Matching(live_topics.last_known()))
    touched = {m.pk for i, m in known.items() if i in rows and versions.differs(m, rows[i], source)}
    facts = _understand(seen, rows, known, touched)
    touched |= set(_absent(source, page, present))
    too_old = sum(1 for row in cleaned if row.external_id) - len(fresh)
    return Batch(page, seen, rows, frozenset(known), frozenset(touched), facts, too_old)


def write(batch: Batch) -> Stored:
    """Write a prepared page in one transaction, which may be the caller's: then it holds the source's row already."""
    source, changes = batch.seen.source, counts.Changes()
    with transaction.atomic():
        counts.hold(source.brand_id)
        batch.seen.matching.renew()
        left_out = _not_wanted(batch)
        wanted = [row for identity, row in batch.rows.items() if identity not in left_out]
        written_by = authors.upsert(source.brand_id, [(row.network, row.author) for row in wanted if row.author])
        known = _update_known(batch, written_by, changes)
        new = _insert_new(batch, [row for row in wanted if row.identity not in batch.known], written_by, changes)
        counts.write(source.brand_id, changes)
        _count_on_source(batch, len(new))
        stored = Stored(new=len(new), too_old=batch.too_old, unmatched=len(left_out), **known)
        if new or stored.edited or stored.gone or stored.back:
            live.announce(source.brand.public_id)
        if new:
            transaction.on_commit(
                lambda: mentions_stored.send(Mention, brand_id=source.brand_id, mention_ids=new), robust=True
            )
    return stored


def _understand(
    seen: Seen, rows: Mapping[Identity, Row], known: Mapping[Identity, Known], touched: Container[int]
) -> dict[Identity, Facts]:
    """Score what is new or changed, and match it; what was asked of each."""
    spoken: list[tuple[Row, str]] = []
    for identity, row in rows.items():
        if (mention := known.get(identity)) is None:
            spoken.append((row, seen.scorer.result(row.body).language[:8]))
        elif mention.pk in touched:
            spoken.append((row, versions.next_language(mention, row, seen)))
    facts = facts_of_rows(spoken, known)
    for asked in facts.values():
        seen.matching.match(asked)
    return facts


def _not_wanted(batch: Batch) -> set[Identity]:
    """What a source that keeps only what a topic matches brings in vain. What is known stays."""
    if batch.seen.source.keep != Source.Keep.MATCHING:
        return set()
    new = batch.rows.keys() - batch.known
    return {identity for identity in new if not batch.seen.matching.match(batch.facts[identity])}


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
    matched = counts.topics_of(batch.touched)
    changed = []
    for mention in locked:
        before, posted_at = matched[mention.pk], mention.posted_at
        changes.remove(mention, before)
        for what in _change(mention, batch, written_by):
            done[what] += 1
        after = _match_again(mention, before, batch)
        changes.add(mention, after)
        changed.append(matches.Change(mention, before, after, moved=mention.posted_at != posted_at))
    bulk.update(Mention, versions.COLUMNS, [_values(mention, ("id", *versions.COLUMNS)) for mention in locked])
    matches.write(batch.seen.source.brand_id, changed)
    return done


def _change(mention: Mention, batch: Batch, written_by: Authors) -> Sequence[str]:
    row = batch.rows.get((mention.network, mention.external_id))
    if row is None:
        return [versions.mark_absent(mention, batch.seen.at)]
    return versions.take_over(mention, row, batch.seen, written_by)


def _match_again(mention: Mention, before: tuple[int, ...], batch: Batch) -> tuple[int, ...]:
    """The topics of a mention that may have changed; as before where another source owns it, or its item is missing."""
    asked = batch.facts.get((mention.network, mention.external_id))
    if asked is None or mention.source_id != batch.seen.source.pk:
        return before
    # A person may have named the language since the page was prepared.
    return batch.seen.matching.again(asked._replace(language=mention.language), before)


def _insert_new(batch: Batch, rows: Iterable[Row], written_by: Authors, changes: counts.Changes) -> list[int]:
    """Insert `rows` in key order; primary keys of what really went in: others may have been faster."""
    made = {
        row.identity: versions.first(batch.seen, row, written_by) for row in sorted(rows, key=lambda row: row.identity)
    }
    matched = []
    for pk, *identity in bulk.insert(Mention, New._fields, list(made.values()), then=_ONCE):
        mention = made[key := tuple(identity)]
        topics = batch.seen.matching.match(batch.facts[key])
        changes.add(mention, topics)
        matched.append((pk, mention.posted_at, topics))
    matches.insert(batch.seen.source.brand_id, matched)
    return [pk for pk, *_ in matched]


def _values(mention: Mention, columns: Sequence[str]) -> list[Any]:
    return [getattr(mention, column) for column in columns]


def _count_on_source(batch: Batch, new: int) -> None:
    if batch.page.unchanged:
        return
    source, told = batch.seen.source, {"new": new, "too_old": batch.too_old, "unreadable": batch.page.skipped}
    bulk.run(_ON_SOURCE, {**told, "at": batch.seen.at, "brand": source.brand_id, "source": source.pk})
