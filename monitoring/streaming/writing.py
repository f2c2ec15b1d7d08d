"""A batch of a stream into the tables: brand by brand, each in a transaction of its own."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from brands.scope import brand_scope
from core import clock, jobs
from monitoring import departures, ingest
from monitoring.models import Author, Mention, Source
from monitoring.streaming.audience import Audience
from monitoring.streaming.batch import Batch
from networks.types import Item, Page

logger = logging.getLogger(__name__)

_ByBrand = dict[int, list[str]]


def write(batch: Batch, audience: Audience, network: str) -> None:
    """Write what `batch` says for everybody in `audience`; what it speaks of belongs to `network`.

    To do so twice changes nothing.

    Raises OperationalError or InterfaceError where the database is in trouble: then begin again from the last place
    that was kept. An item that cannot be written for any other reason costs itself alone.
    """
    seen_at = clock.now()
    wanted = _wanted(batch, audience, network)
    for brand_id in sorted(wanted):
        with brand_scope(brand_id):
            _store(audience.sources[brand_id], wanted[brand_id], seen_at)
    _tell_departures(batch, audience, network, seen_at)


def _wanted(batch: Batch, audience: Audience, network: str) -> dict[int, list[Item]]:
    """Items by brand: what its topics may match, and new versions of what it holds."""
    edited = [external_id for external_id, said in batch.said.items() if said.edited]
    brands = {external_id: set(wanting) for external_id, wanting in batch.wanted_by.items()}
    for brand_id, held in _held(Mention, audience, network, edited).items():
        for external_id in held:
            brands[external_id].add(brand_id)
    wanted: dict[int, list[Item]] = defaultdict(list)
    for external_id, brand_ids in brands.items():
        item = batch.said[external_id].item() if brand_ids else None
        if item:
            for brand_id in brand_ids & audience.sources.keys():
                wanted[brand_id].append(item)
    return wanted


def _store(source: Source, items: Sequence[Item], seen_at: datetime) -> None:
    try:
        _write_page(source, Page(items=tuple(items)), seen_at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(items) > 1:
            for item in items:
                _store(source, [item], seen_at)
            return
        logger.exception("an item of a stream could not be written", extra={"item": items[0].external_id})
        Source.objects.filter(pk=source.pk).update(items_unreadable=F("items_unreadable") + 1)


def _write_page(source: Source, page: Page, seen_at: datetime) -> None:
    batch = ingest.prepare(source, page, seen_at=seen_at)
    with transaction.atomic():
        if jobs.beat(source):  # else paused or removed since
            ingest.write(batch)


def _tell_departures(batch: Batch, audience: Audience, network: str, at: datetime) -> None:
    """Deletions, accounts and handles, to the brands that know what they are about."""
    for brand_id, held in _held(Mention, audience, network, batch.deleted).items():
        with brand_scope(brand_id):
            departures.deleted(audience.sources[brand_id].brand, _named(network, held), at)
    for brand_id, held in _held(Author, audience, network, batch.visible.keys() | batch.handles.keys()).items():
        brand = audience.sources[brand_id].brand
        closed = [author for author in held if batch.visible.get(author) is False]
        opened = [author for author in held if batch.visible.get(author)]
        with brand_scope(brand_id):
            departures.renamed({(network, author): batch.handles[author] for author in held if author in batch.handles})
            departures.closed(brand, _named(network, closed), at)
            departures.opened(brand, _named(network, opened))


def _named(network: str, external_ids: Iterable[str]) -> list[tuple[str, str]]:
    return [(network, external_id) for external_id in external_ids]


def _held(
    model: type[Mention] | type[Author], audience: Audience, network: str, external_ids: Iterable[str]
) -> _ByBrand:
    """Which of these the brands of the audience have rows of: one query for all."""
    held: _ByBrand = defaultdict(list)
    wanted = list(external_ids)
    if wanted:
        rows = model.all_brands.filter(brand_id__in=audience.sources, network=network, external_id__in=wanted)
        for brand_id, external_id in rows.values_list("brand_id", "external_id").order_by("brand_id", "external_id"):
            held[brand_id].append(external_id)
    return held
