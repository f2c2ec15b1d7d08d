"""What must stand in a document before a query can match: small sets of patterns, one of each set.

`matcher.Matcher` looks for all patterns of all queries in one pass and asks only the queries whose guards it saw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from monitoring.matching.query import And, Field, Near, Node, Not, Or, Term

Weight = Callable[[str], float]

_MOST_PAIRS = 100  # of patterns of both guards: the matcher has an entry for each
_EVERYWHERE = 1e6  # languages and networks are said of very many mentions


def weight_among(roots: Iterator[Node]) -> Weight:
    """How often a pattern is to be expected: what many queries name (service, price) is common in texts too; what is
    short as well. A guess decides only about speed."""
    named = Counter(pattern for root in roots for pattern in set(_patterns(root)))

    def weight(pattern: str) -> float:
        if pattern.startswith((" :lang:", " :network:")):
            return _EVERYWHERE
        return named[pattern] / len(pattern) ** 3

    return weight


def guards(node: Node, weight: Weight) -> list[frozenset[str]]:
    """Sets of patterns: at least one of each stands in every document that `node` matches. The cheapest one by `weight`
    comes first, behind it the next one where `node` asks for several things at once: a market in a city is guarded by
    the city, and then by the market.

    Raises ValueError for a node that matches documents that say nothing; the parser lets none through.
    """
    parts = node.parts if isinstance(node, And) else (node.left, node.right) if isinstance(node, Near) else (node,)
    found = [patterns for part in parts if (patterns := _guard(part, weight, negated=False)) is not None]
    if not found:
        raise ValueError(f"{node} has no guard")
    first, *others = sorted(found, key=_sum_of(weight))
    return [first, *(other for other in others[:1] if len(first) * len(other) <= _MOST_PAIRS)]


def is_certain(node: Node) -> bool:
    """Whether `node` matches wherever its guard is, so that nobody has to ask it."""
    if isinstance(node, Or):
        return all(map(is_certain, node.parts))
    return isinstance(node, Field) or (isinstance(node, Term) and node.is_simple)


def _guard(node: Node, weight: Weight, *, negated: bool) -> frozenset[str] | None:
    if isinstance(node, Not):
        return _guard(node.part, weight, negated=not negated)
    if isinstance(node, And | Or):
        all_needed = isinstance(node, And) is not negated  # De Morgan
        inner = [_guard(part, weight, negated=negated) for part in node.parts]
        return _cheapest(inner, weight) if all_needed else _union(inner)
    if negated:
        return None
    if isinstance(node, Near):
        return _cheapest([_guard(part, weight, negated=False) for part in (node.left, node.right)], weight)
    return frozenset(_patterns(node))


def _cheapest(guards: list[frozenset[str] | None], weight: Weight) -> frozenset[str] | None:
    found = [patterns for patterns in guards if patterns is not None]
    return min(found, key=_sum_of(weight), default=None)


def _sum_of(weight: Weight) -> Callable[[frozenset[str]], float]:
    return lambda patterns: sum(map(weight, patterns))


def _union(guards: list[frozenset[str] | None]) -> frozenset[str] | None:
    found = [patterns for patterns in guards if patterns is not None]
    return frozenset().union(*found) if len(found) == len(guards) else None


def _patterns(node: Node) -> Iterator[str]:
    if isinstance(node, Term):
        yield node.pattern
    elif isinstance(node, Field):
        yield from node.patterns
    elif isinstance(node, Not):
        yield from _patterns(node.part)
    else:
        for part in (node.left, node.right) if isinstance(node, Near) else node.parts:
            yield from _patterns(part)
