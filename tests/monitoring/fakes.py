"""A network that answers what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from networks.types import Capability, Cursor, Found, Page


class Scripted:
    """Answers each poll with the next of `answers`: a page, an error to raise, or a function to call."""

    key = "scripted"
    name = "Scripted"
    capabilities = frozenset({Capability.LISTEN, Capability.DISCOVER})

    def __init__(self, *answers: Page | Exception | Callable[[], Page]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def poll(self, address: str, cursor: Cursor) -> Page:
        self.asked.append((address, dict(cursor)))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    def discover(self, address: str) -> list[Found]:
        return [Found(address + "/feed", "Blog", "posts")]
