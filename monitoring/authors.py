"""Authors as rows, one for each that a network knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core import bulk, ids
from monitoring.models import Author, Source
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


@dataclass(frozen=True, slots=True)
class Written:
    """An author's row."""

    pk: int
    hidden: bool


def upsert(source: Source, authors: Iterable[types.Author]) -> Mapping[str, Written]:
    """Write the authors of a page in key order, and return their rows by external id, locked until commit.

    The lock keeps `hide` and ingest apart: no mention of an author who is being hidden slips in as visible.
    """
    by_id = {author.external_id: author for author in authors}
    rows = [_values(source, author) for _, author in sorted(by_id.items())]
    bulk.insert(Author, _COLUMNS, rows, then=_NEWER)
    known = Author.objects.filter(network=source.network, external_id__in=by_id).values_list(
        "external_id", "pk", "hidden"
    )
    return {external_id: Written(pk, hidden) for external_id, pk, hidden in known}


def _values(source: Source, author: types.Author) -> tuple[object, ...]:
    row = Author(
        brand_id=source.brand_id,
        public_id=ids.new_public_id(),
        network=source.network,
        **{name: getattr(author, name) for name in _SAID},
    )
    return tuple(getattr(row, column) for column in _COLUMNS)
