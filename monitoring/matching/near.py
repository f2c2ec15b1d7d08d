"""Which of two lists of places lie close together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

Span = tuple[int, int]
"""The first and the last place of something found; places are numbered word by word."""


def near_pairs(left: Sequence[Span], right: Sequence[Span], between: int) -> Iterator[tuple[Span, Span]]:
    """Pairs with at most `between` places between them, in either order; each span with the next of the other list.

    Both lists are in order. Spans that overlap are not near each other: one occurrence is not two.
    """
    yield from _following(left, right, between)
    yield from ((first, second) for second, first in _following(right, left, between))


def _following(earlier: Sequence[Span], later: Sequence[Span], between: int) -> Iterator[tuple[Span, Span]]:
    starts = [start for start, _ in later]
    for span in earlier:
        at = bisect_right(starts, span[1])
        if at < len(later) and starts[at] - span[1] - 1 <= between:
            yield span, later[at]
