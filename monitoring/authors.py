"""Authors as rows, one for each that a network knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brands.scope import current_brand_id
from core import bulk, ids
from monitoring import identities
from monitoring.identities import Identity
from monitoring.models import Author
from networks import types

_SAID = ("external_id", "name", "handle", "url", "avatar_url", "followers")
_COLUMNS = ("brand_id", "public_id", "network", *_SAID, "hidden")
# Nothing a source leaves out wipes what another has said. A row that would not change is locked and not rewritten.
_NEWER = """
ON CONFLICT (brand_id, network, external_id) DO UPDATE SET
    name = coalesce(nullif(excluded.name, ''), monitoring_author.name),
    handle = coalesce(nullif(excluded.handle, ''), monitoring_author.handle),
    url = coalesce(nullif(excluded.url, ''), monitoring_author.url),
    avatar_url = coalesce(nullif(excluded.avatar_url, ''), monitoring_author.avatar_url),
    followers = coalesce(excluded.followers, monitoring_author.followers)
WHERE (excluded.name NOT IN ('', monitoring_author.name))
   OR (excluded.handle NOT IN ('', monitoring_author.handle))
   OR (excluded.url NOT IN ('', monitoring_author.url))
   OR (excluded.avatar_url NOT IN ('', monitoring_author.avatar_url))
   OR (excluded.followers IS NOT NULL AND excluded.followers IS DISTINCT FROM monitoring_author.followers)
"""
_FIND = """
SELECT network, external_id, id, hidden, name, handle FROM monitoring_author
WHERE brand_id = %s AND network = %s AND external_id = ANY(%s::text[])
"""


@dataclass(frozen=True, slots=True)
class Written:
    """An author's row."""

    pk: int
    hidden: bool


Authors = Mapping[Identity, Written]
"""Rows of authors by network and external id."""


def upsert(brand_id: int, authors: Iterable[tuple[str, types.Author]]) -> Authors:
    """Write authors (each with its network) in key order; their rows by network and external id, locked until commit.

    The lock keeps `hide` and ingest apart: no mention of an author who is being hidden slips in as visible.
    """
    by_id = {(network, author.external_id): author for network, author in authors}
    rows = [_values(brand_id, network, author) for (network, _), author in sorted(by_id.items())]
    bulk.insert(Author, _COLUMNS, rows, then=_NEWER)
    return {(network, external_id): Written(pk, hidden) for network, external_id, pk, hidden, *_ in _find(by_id)}


def names(authors: Iterable[Identity]) -> dict[Identity, tuple[str, str]]:
    """Name and handle of those of `authors` that the brand in scope knows."""
    return {(network, external_id): (name, handle) for network, external_id, *_, name, handle in _find(authors)}


def _find(authors: Iterable[Identity]) -> Iterator[tuple[Any, ...]]:
    for network, ids_there in identities.by_network(authors).items():
        yield from bulk.every(_FIND, [current_brand_id(), network, bulk.array(ids_there)])


def _values(brand_id: int, network: str, author: types.Author) -> tuple[object, ...]:
    said = (getattr(author, name) for name in _SAID)
    return (brand_id, ids.new_public_id(), network, *said, False)
