"""Queries as far as a stream can answer them: nobody has looked at the language of its posts, nor named their authors.

To find out a language costs ten times what matching does, so it waits until everything else fits.
"""

from __future__ import annotations

from monitoring.matching import Document, Query
from monitoring.matching.query import And, Field, Node, Not, Or

_SILENCE = Document.of(text="")
_UNKNOWN = frozenset({"lang", "author"})


def loosened(query: Query) -> Query | None:
    """What `query` asks for beside languages and authors: it matches whatever `query` could match.

    None where that is nearly everything: `lang:es` and no word. A query for authors and no word, `author:ana`, stays as
    it is, and finds nobody: streams name authors by keys, and people are followed by a source of their own.
    """
    for unknown in (_UNKNOWN, frozenset({"lang"})):
        root = _loosened(query.root, unknown)
        if root is not None and not root.matches(_SILENCE):
            return query if root is query.root else Query(root)
    return None


def _loosened(node: Node, unknown: frozenset[str]) -> Node | None:
    """`node`, or a weaker one that does not ask for what is unknown; None for one that always holds."""
    if not _asks(node, unknown):
        return node
    match node:
        case And(parts):
            kept = tuple(part for part in (_loosened(part, unknown) for part in parts) if part is not None)
            return And(kept) if len(kept) > 1 else next(iter(kept), None)
        case Or(parts):
            loose = [_loosened(part, unknown) for part in parts]
            held = tuple(part for part in loose if part is not None)
            return Or(held) if len(held) == len(loose) else None
        case _:  # what is unknown, or its exclusion
            return None


def _asks(node: Node, unknown: frozenset[str]) -> bool:
    match node:
        case Field(name, _):
            return name in unknown
        case Not(part):
            return _asks(part, unknown)
        case And(parts) | Or(parts):
            return any(_asks(part, unknown) for part in parts)
    return False
