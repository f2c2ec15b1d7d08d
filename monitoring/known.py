"""Mentions that a page brings again, as plain rows: each page reads them, and nearly all stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from brands.scope import current_brand_id
from core import bulk
from monitoring import identities
from monitoring.identities import Identity

_KNOWN = """
SELECT mention.id, mention.network, mention.external_id, source_id, kind, mention.url, title, text, reply_to, reach,
    posted_at, posted_at_is_guess, first_seen_at, missing_since, mention.gone_at, language, language_by,
    coalesce(author.external_id, ''), coalesce(author.name, ''), coalesce(author.handle, '')
FROM monitoring_mention mention LEFT JOIN monitoring_author author ON author.id = mention.author_id
WHERE mention.brand_id = %s AND mention.network = %s AND mention.external_id = ANY(%s::text[])
"""


class Known(NamedTuple):
    """What of a mention says whether a page brings anything new about it; the names are those of the model."""

    pk: int
    network: str
    external_id: str
    source_id: int | None
    kind: str
    url: str
    title: str
    text: str
    reply_to: str
    reach: int | None
    posted_at: datetime
    posted_at_is_guess: bool
    first_seen_at: datetime
    missing_since: datetime | None
    gone_at: datetime | None
    language: str
    language_by: str
    author: str
    """The author's external id, empty where there is none."""
    author_name: str
    author_handle: str

    @property
    def identity(self) -> Identity:
        return self.network, self.external_id

    @property
    def body(self) -> str:
        return self.text or self.title


def among(rows: Iterable[Identity]) -> dict[Identity, Known]:
    """Those of `rows` that the brand in scope has."""
    asked = identities.by_network(rows)
    found = [bulk.every(_KNOWN, [current_brand_id(), network, bulk.array(ids)]) for network, ids in asked.items()]
    return {known.identity: known for rows_of_one in found for known in map(Known._make, rows_of_one)}
