"""What needs a person, of every kind there is: counted in one query, and told one by one on the first page.

Apps above register their kinds when they start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value

from brands.access import BrandAccess
from brands.models import Brand
from brands.roles import Need

ONE_BY_ONE = 3
"""More of a kind in one brand are told as one matter."""

Counts = dict[tuple[int, str], int]
"""How many, by brand (primary key) and kind (key). What is not there is none."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is told of one thing, or of several of a kind: in words, and where it is settled."""

    title: str
    text: str
    act: str
    """A verb: the button."""
    url: str
    tag: str = ""
    """When or until when, in words."""
    at: datetime | None = None
    """What has waited longest goes first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that stays until a person has settled it."""

    key: str
    need: Need
    """Who can settle it: nobody else is told."""
    order: int
    """The most urgent first; below URGENT it cannot wait until tomorrow."""
    icon: str
    tone: str
    """Of a task: bad, warn, held, acc, or "" for plain."""
    rows: Callable[[Collection[int]], QuerySet[Any]]
    """From primary keys of brands to what waits there: rows with `brand_id`, and all that `tell` reads."""
    tell: Callable[[Any, BrandAccess], Matter]
    """One of the rows in words. The brand may not be in scope: it asks no questions."""
    tell_many: Callable[[int, BrandAccess], Matter]


URGENT = 50
_kinds: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter, with its kind and where it is."""

    kind: Kind
    brand: Brand
    matter: Matter
    n: int = 1


def register(*kinds: Kind) -> None:
    """Called from AppConfig.ready()."""
    _kinds.update({kind.key: kind for kind in kinds})


def counts(accesses: Iterable[BrandAccess]) -> Counts:
    """How much waits for the person in each of these brands; one query, however many brands and kinds."""
    given = list(accesses)
    parts = []
    for kind in _kinds.values():
        if brands := _of(kind, given):
            by_brand = kind.rows(brands).order_by().values("brand_id")
            named = by_brand.annotate(kind=Value(kind.key, CharField()), n=Count("pk"))
            parts.append(named.values_list("brand_id", "kind", "n"))
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(brand, kind): n for brand, kind, n in rows}


def total(counted: Counts, brand: Brand | None = None) -> int:
    """How much waits in `brand`, or in all of them."""
    return sum(n for (pk, _kind), n in counted.items() if brand is None or pk == brand.pk)


def urgent(counted: Counts) -> bool:
    """Whether any of it cannot wait until tomorrow."""
    return any(_kinds[key].order < URGENT for _brand, key in counted)


def waiting(accesses: Iterable[BrandAccess], counted: Counts) -> list[Waiting]:
    """What `counted` counts, in words, the most urgent first: a query for each kind of which there is something."""
    by_brand = {access.brand.pk: access for access in accesses}
    found: list[Waiting] = []
    for kind in _kinds.values():
        there = {pk: n for (pk, key), n in counted.items() if key == kind.key}
        few = [pk for pk, n in there.items() if n <= ONE_BY_ONE]
        rows = kind.rows(few) if few else ()
        found += [Waiting(kind, by_brand[row.brand_id].brand, kind.tell(row, by_brand[row.brand_id])) for row in rows]
        found += [
            Waiting(kind, by_brand[pk].brand, kind.tell_many(n, by_brand[pk]), n)
            for pk, n in there.items()
            if n > ONE_BY_ONE
        ]
    return sorted(found, key=_urgency)


def _urgency(one: Waiting) -> tuple[int, bool, float]:
    at = one.matter.at
    return one.kind.order, at is None, at.timestamp() if at else 0.0


def _of(kind: Kind, accesses: Sequence[BrandAccess]) -> list[int]:
    return [access.brand.pk for access in accesses if access.allows(kind.need)]
