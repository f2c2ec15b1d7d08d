"""What a query is once it is understood: a tree of terms that answers for a `Document`.

Everything a term looks for is a piece of `Document.haystack` with a space in front, so one substring search decides.
Only words near each other, and phrases with a prefix inside, look at places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from monitoring.matching.document import Document, handle_key
from monitoring.matching.near import Span, near_pairs
from monitoring.matching.tokens import Word, plain_words


@dataclass(frozen=True)
class Term:
    """One word, or several in order."""

    words: tuple[Word, ...]

    def __str__(self) -> str:
        text = " ".join(map(str, self.words))
        return text if len(self.words) == 1 else f'"{text}"'

    @cached_property
    def pattern(self) -> str:
        """What stands in the haystack wherever this term occurs; of a phrase with breaks, its longest part."""
        return max(_runs(self.words), key=len)

    @cached_property
    def is_simple(self) -> bool:
        """Whether `pattern` says everything."""
        return len(list(_runs(self.words))) == 1

    def matches(self, document: Document) -> bool:
        return self.pattern in document.haystack and (self.is_simple or bool(self.spans(document)))

    def spans(self, document: Document) -> list[Span]:
        """Where the term stands, in order."""
        starts: set[int] | None = None
        offset = 0
        for word in self.words:
            found = document.places_of_prefix(word.key) if word.prefix else document.places(word.key)
            here = {place - offset for place in found}
            starts = here if starts is None else starts & here
            offset += word.width
        return [(start, start + offset - 1) for start in sorted(starts or ())]


def _runs(words: tuple[Word, ...]) -> Iterator[str]:
    """Parts of a phrase that stand in the haystack as they are. A prefix ends one; a tag stands apart from words."""
    run = ""
    for word in words:
        alone = len(words) > 1 and word.key[0] in "#@"
        if alone:
            if run:
                yield run + " "
            yield f" {word} "
            run = ""
        elif word.prefix:
            yield f"{run} {word.key}"
            run = ""
        else:
            run += f" {word.key}"
    if run:
        yield run + " "


@dataclass(frozen=True)
class Field:
    """`lang:es`, `network:mastodon`, `author:"ana pérez"`: what a mention is rather than what it says."""

    name: str
    value: str

    def __str__(self) -> str:
        return f'{self.name}:"{self.value}"' if self.name == "author" else f"{self.name}:{self.value}"

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """What stands in the haystack if this holds: one of them is enough."""
        if self.name != "author":
            return (f" :{self.name}:{self.value} ",)
        handle = f" :handle:{handle_key(self.value)} "
        name = "".join(f" :author:{word}" for word in plain_words(self.value)) + " "
        return (handle,) if "@" in self.value else (name, handle)

    def matches(self, document: Document) -> bool:
        return any(pattern in document.haystack for pattern in self.patterns)


@dataclass(frozen=True)
class Near:
    """`left` and `right` with at most `between` words between them, in either order."""

    left: Term | Or
    right: Term | Or
    between: int

    def __str__(self) -> str:
        return f"{_inner(self.left)} NEAR/{self.between} {_inner(self.right)}"

    def matches(self, document: Document) -> bool:
        return (
            self.left.matches(document)
            and self.right.matches(document)
            and any(near_pairs(self.left.spans(document), self.right.spans(document), self.between))
        )


@dataclass(frozen=True)
class And:
    """All of `parts`, at least two."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " AND ".join(_inner(part) if isinstance(part, Or) else str(part) for part in self.parts)

    def matches(self, document: Document) -> bool:
        return all(part.matches(document) for part in self.parts)


@dataclass(frozen=True)
class Or:
    """Any of `parts`, at least two."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))

    def matches(self, document: Document) -> bool:
        return any(part.matches(document) for part in self.parts)

    def spans(self, document: Document) -> list[Span]:
        """Where any part stands; only of an Or that NEAR accepted: terms, and groups of them."""
        return sorted({span for part in self.parts if isinstance(part, Term | Or) for span in part.spans(document)})


@dataclass(frozen=True)
class Not:
    """Whatever `part` does not match. `position` and `length` say where it was typed."""

    part: Node
    position: int = field(default=0, compare=False)
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        return f"NOT {_inner(self.part)}"

    def matches(self, document: Document) -> bool:
        return not self.part.matches(document)


Node = Term | Field | Near | And | Or | Not


def _inner(node: Node) -> str:
    """`node` as an operand: in parentheses unless it is one thing."""
    return str(node) if isinstance(node, Term | Field) else f"({node})"


@dataclass(frozen=True)
class Query:
    """A query that was understood. `str` writes it in full: parsing that gives an equal query."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    def matches(self, document: Document) -> bool:
        """Whether `document` is what the query asks for."""
        return self.root.matches(document)
