"""A network that a person publishes on: where it is opened, what fits, and how the address of a post there looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from networks import checks
from networks.publishing import Length, Limits, Option, Part, Problem, Sent
from networks.types import Capability


@dataclass(frozen=True)
class Hand:
    """One of them; networks.by_hand.table has them all. See networks.publishing.ByHand."""

    key: str
    name: str
    opens: str
    example: str
    pattern: str
    """An expression that the whole of `host/path?query` of a post's address matches; its group 1 is the post's id."""
    allowed: Limits
    counts: Callable[[str], int] = len
    capabilities = frozenset({Capability.BY_HAND})

    def limits(self, facts: Mapping[str, Any]) -> Limits:
        return self.allowed

    def count(self, text: str, facts: Mapping[str, Any]) -> Length:
        return Length(self.counts(text), self.allowed.text)

    def problems(self, part: Part, facts: Mapping[str, Any]) -> list[Problem]:
        return checks.common(part, self.count(part.text, facts), self.allowed, ())

    def options(self, facts: Mapping[str, Any]) -> Sequence[Option]:
        return ()

    def adopt(self, address: str) -> Sent | None:
        """The post at `address`, as a person copied it out of a browser or an app."""
        address = address.strip()
        try:
            parts = urlsplit(address if "://" in address else f"https://{address}")
            host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
        except ValueError:
            return None
        query = f"?{parts.query}" if parts.query else ""
        found = re.fullmatch(self.pattern, f"{host}{parts.path.rstrip('/')}{query}")
        if parts.scheme not in ("http", "https") or found is None:
            return None
        return Sent(found[1], f"https://{parts.netloc}{parts.path}{query}")
