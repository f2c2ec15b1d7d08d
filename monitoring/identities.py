"""What a network calls its mentions and authors: a pair of network and external id, once in each brand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

Identity = tuple[str, str]
"""Network and external id."""


def by_network(identities: Iterable[Identity]) -> dict[str, list[str]]:
    """External ids by their network: a page has one network, an import a few."""
    found: dict[str, list[str]] = defaultdict(list)
    for network, external_id in identities:
        found[network].append(external_id)
    return found


def among(identities: Iterable[Identity]) -> Q:
    """Rows with one of `identities`: one index range for each network."""
    found = Q(pk__in=())
    for network, external_ids in by_network(identities).items():
        found |= Q(network=network, external_id__in=external_ids)
    return found
