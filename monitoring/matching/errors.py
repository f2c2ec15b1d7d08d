"""What is wrong with a query, said to the person who typed it, with the place."""

from __future__ import annotations

import unicodedata


class QueryError(ValueError):
    """`message` is a translated sentence; the mistake is `text[position : position + length]` of what was typed."""

    def __init__(self, message: str, position: int, length: int = 1) -> None:
        super().__init__(message, position, length)
        self.message, self.position, self.length = message, position, max(1, length)

    def __str__(self) -> str:
        return self.message

    def pointed(self, text: str) -> str:
        """The line of `text` with the mistake, and a line of carets under it, for a terminal."""
        start = text.rfind("\n", 0, self.position) + 1
        line = text[start:].partition("\n")[0].replace("\t", " ")
        here = self.position - start
        marked = sum(map(_columns, line[here : here + self.length])) or 1
        return f"{line}\n{' ' * sum(map(_columns, line[:here]))}{'^' * marked}"


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
