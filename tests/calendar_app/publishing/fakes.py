"""Networks in memory, one for each kind of proof, that answer as a test tells them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from networks.errors import OutcomeUnknown
from networks.publishing import Limits, Metrics, Part, Sent, Verdict
from networks.types import Capability

Answer = Exception | Callable[[], object] | None


class Fake:
    """Takes everything that is committed, unless `answers` says otherwise for the next call.

    An answer is an error to raise (what was sent is not taken), a function to call first, or None: all is well.
    """

    key = "fake"
    name = "Fake"
    capabilities = frozenset({Capability.PUBLISH, Capability.POST_METRICS})
    settles = timedelta(minutes=2)

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.prepared: list[str] = []
        self.taken: list[tuple[str, str]] = []
        """Key and text of every message that became public, in order."""
        self.parts: list[Part] = []
        self.looked_up: list[str] = []
        self.knows = True
        """Look-ups find out; else nobody knows."""
        self.figures: Metrics | Exception = Metrics({"likes": 3})

    def limits(self, facts: Any) -> Limits:
        return Limits(500, images=4, threads=True, comments=True, titles=True, polls=4, warnings=True)

    def prepare(self, login: Any, part: Part) -> dict[str, Any]:
        self.prepared.append(part.key)
        return {"key": part.key, "n": len(self.prepared)}

    def commit(self, login: Any, part: Part, handle: Any) -> Sent:
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        if answer:
            answer()
        return self.take(part)

    def take(self, part: Part) -> Sent:
        self.taken.append((part.key, part.text))
        self.parts.append(part)
        return self.sent(part.key)

    def take_and_lose(self, part_key: str, text: str = "") -> Callable[[], object]:
        """It is public, and no answer comes."""

        def lost() -> None:
            self.taken.append((part_key, text))
            raise OutcomeUnknown("cut off")

        return lost

    def sent(self, key: str) -> Sent:
        return Sent(f"id-{key}", f"https://fake.example/{key}", {"cid": key})

    def look_up(self, login: Any, part: Part, handle: Any) -> Verdict:
        self.looked_up.append(part.key)
        if not self.knows:
            return Verdict(evidence="looked at the last 40 posts")
        if part.key in [key for key, _text in self.taken]:
            return Verdict(found=self.sent(part.key))
        return Verdict(absent=True)

    def metrics(self, login: Any, sent: Sent) -> Metrics:
        if isinstance(self.figures, Exception):
            raise self.figures
        return self.figures
