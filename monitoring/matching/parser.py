"""A typed query understood.

or   = and ("OR" and)*
and  = near (["AND"] near)*          side by side means AND
near = not ["NEAR/n" not]
not  = ("NOT" | "-")* one
one  = "(" or ")" | term
"""

from __future__ import annotations

from typing import TypeGuard

from django.utils.translation import gettext as _

from monitoring.matching.document import Document
from monitoring.matching.errors import QueryError
from monitoring.matching.lexer import Token, tokens
from monitoring.matching.query import And, Near, Node, Not, Or, Query, Term

MAX_DEPTH = 50

_SILENCE = Document.of(text="")


def parse(text: str) -> Query:
    """The query that `text` says. Raises QueryError with a sentence and the place."""
    found = tokens(text)
    if not found:
        raise QueryError(_("The query is empty. Write at least one word to look for."), 0, len(text))
    root = _Parser(text, found).whole()
    if root.matches(_SILENCE):
        _refuse_exclusions(root)
    return Query(root)


def _refuse_exclusions(root: Node) -> None:
    """A query that matches what says nothing lets nearly everything through: point at the exclusion that does it."""
    node = root
    while not isinstance(node, Not):
        assert isinstance(node, And | Or)
        node = next(part for part in node.parts if part.matches(_SILENCE))
    message = _(
        "This only excludes, so nearly every mention would match. Add beside it what you look for: word -other."
    )
    raise QueryError(message, node.position, node.length)


class _Parser:
    """One pass over the tokens, one method for each line of the grammar."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self._text, self._tokens = text, found
        self._at = self._depth = 0

    def whole(self) -> Node:
        root = self._or()
        token = self._token
        if token is not None:
            raise QueryError(_("This parenthesis closes nothing: no other was opened before it."), token.position)
        return root

    @property
    def _token(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next_is(self, *kinds: str) -> bool:
        token = self._token
        return token is not None and token.kind in kinds

    def _or(self) -> Node:
        parts = [self._and()]
        while self._next_is("OR"):
            self._at += 1
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(_flat(Or, parts))

    def _and(self) -> Node:
        parts = [self._near()]
        while self._next_is("AND", "NOT", "(", "term", "NEAR"):
            self._at += self._next_is("AND")
            parts.append(self._near())
        return parts[0] if len(parts) == 1 else And(_flat(And, parts))

    def _near(self) -> Node:
        first = self._at
        left = self._not()
        operator = self._token
        if operator is None or operator.kind != "NEAR":
            return left
        left = self._nearable(left, first)
        self._at += 1
        second = self._at
        right = self._nearable(self._not(), second)
        chained = self._token
        if chained is not None and chained.kind == "NEAR":
            message = _("NEAR joins two things. For a third one write a second pair: (a NEAR/5 b) AND (b NEAR/5 c).")
            raise QueryError(message, chained.position, chained.length)
        return Near(left, right, operator.between)

    def _nearable(self, node: Node, first: int) -> Term | Or:
        if _has_places(node):
            return node
        start, end = self._tokens[first].position, self._tokens[self._at - 1].end
        message = _(
            "NEAR stands only between words, phrases in quotation marks and groups of them with OR. "
            "To exclude words that are close, write NOT (a NEAR/5 b)."
        )
        raise QueryError(message, start, end - start)

    def _not(self) -> Node:
        first, negated = self._token, False
        while self._next_is("NOT"):
            self._at += 1
            negated = not negated
        node = self._one()
        if not negated or first is None:
            return node
        if isinstance(node, Not):
            return node.part
        return Not(node, first.position, self._tokens[self._at - 1].end - first.position)

    def _one(self) -> Node:
        token = self._token
        if token is None or token.kind not in ("(", "term"):
            raise self._missing(token)
        self._at += 1
        if token.node is not None:
            return token.node
        return self._group(token)

    def _group(self, opened: Token) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = _("Parentheses go at most %(most)d deep. Make two topics of it.")
            raise QueryError(message % {"most": MAX_DEPTH}, opened.position)
        if self._next_is(")"):
            raise QueryError(_("There is nothing between these parentheses."), opened.position, 2)
        node = self._or()
        if not self._next_is(")"):
            raise QueryError(_("This parenthesis is never closed."), opened.position)
        self._at += 1
        self._depth -= 1
        return node

    def _missing(self, token: Token | None) -> QueryError:
        """An operator without what it joins: the one before this place, else the one at it."""
        before = self._tokens[self._at - 1] if self._at else None
        if before is not None and before.kind not in ("(", ")", "term"):
            return self._lonely(before, _("%(operator)s needs something to look for after it."))
        if token is None:
            assert before is not None
            return QueryError(_("This parenthesis is never closed."), before.position)
        if token.kind == ")":
            return QueryError(_("This parenthesis closes nothing: no other was opened before it."), token.position)
        return self._lonely(token, _("%(operator)s needs something to look for before it."))

    def _lonely(self, token: Token, message: str) -> QueryError:
        hint = _("If you look for the word itself, write it in lower case.")
        typed = self._text[token.position : token.end]
        sentence = message % {"operator": typed}
        return QueryError(f"{sentence} {hint}" if typed.isalpha() else sentence, token.position, token.length)


def _flat(kind: type[And | Or], parts: list[Node]) -> tuple[Node, ...]:
    """`parts` with groups of the same kind opened: (a b) c is a b c."""
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))


def _has_places(node: Node) -> TypeGuard[Term | Or]:
    return isinstance(node, Term) or (isinstance(node, Or) and all(map(_has_places, node.parts)))
