"""The WordPress network: articles on a site that the brand has an account on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from networks.publishing import Length, Limits, Option, Part, Problem
from networks.types import Capability
from networks.wordpress import counting, limits
from networks.wordpress.joining import Joining
from networks.wordpress.publishing import Publishing
from networks.wordpress.reading import Reading


class WordPress(Joining, Publishing, Reading):
    """Any site with WordPress 5.6 or newer, its own REST API and application passwords."""

    key: ClassVar[str] = "wordpress"
    name: ClassVar[str] = "WordPress"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.ACCOUNTS, Capability.PUBLISH, Capability.POST_METRICS, Capability.OWN_POSTS}
    )

    def limits(self, facts: Mapping[str, Any]) -> Limits:
        return limits.LIMITS

    def count(self, text: str, facts: Mapping[str, Any]) -> Length:
        return counting.count(text)

    def problems(self, part: Part, facts: Mapping[str, Any]) -> list[Problem]:
        return limits.problems(part, facts)

    def options(self, facts: Mapping[str, Any]) -> Sequence[Option]:
        return limits.options(facts)
