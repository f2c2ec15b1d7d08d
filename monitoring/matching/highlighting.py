"""Where in a text the words of a query stand, for a reader's eye."""

from __future__ import annotations

from collections.abc import Iterator

from monitoring.matching.document import Document
from monitoring.matching.near import Span, near_pairs
from monitoring.matching.query import And, Near, Node, Or, Query, Term
from monitoring.matching.tokens import located, words_of


def highlights(query: Query, text: str) -> list[tuple[int, int]]:
    """The characters `text[start:end]` that the query looks for, in order, none twice; exclusions mark nothing."""
    document = Document.of(text=text)
    found = sorted(set(_spans(query.root, document)))
    if not found:
        return []
    starts, ends = _characters(text)
    merged: list[tuple[int, int]] = []
    for first, last in found:
        start, end = starts[first], ends[min(last, len(ends) - 1)]
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _characters(text: str) -> tuple[list[int], list[int]]:
    """Place → first character, place → one after its last; all words of a tag have the whole tag."""
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in located(text):
        words = words_of[piece].count(" ") + 1
        starts += [start] * words
        ends += [end] * words
    return starts, ends


def _spans(node: Node, document: Document) -> Iterator[Span]:
    if isinstance(node, Term):
        yield from node.spans(document)
    elif isinstance(node, Near):
        for pair in near_pairs(node.left.spans(document), node.right.spans(document), node.between):
            yield from pair
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _spans(part, document)
