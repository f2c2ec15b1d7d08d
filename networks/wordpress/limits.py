"""What one article may hold, and what can be chosen for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from networks import checks
from networks.publishing import Limits, Option, Part, Place, Problem
from networks.wordpress import counting

LIMITS = Limits(
    text=counting.LIMIT,
    images=20,
    videos=5,
    mixed_media=True,
    alt=1_000,
    comments=True,
    titles=True,
    image_bytes=2_000_000,
    video_bytes=64_000_000,
)
IMAGE_SIDE = 2_560
"""What WordPress itself shrinks pictures to."""
NO_TITLE = gettext_noop("The article has no title. Give it one: it is what people see in lists and in searches.")


def options(facts: Mapping[str, Any]) -> tuple[Option, ...]:
    """Category and tags. `facts["categories"]` are the site's own, id and name."""
    known = tuple((str(number), str(name)) for number, name in facts.get("categories", ()))
    category = (Option("category", gettext_noop("Category"), (("", gettext_noop("The site's usual one")), *known)),)
    return (*(category if known else ()), Option("tags", gettext_noop("Tags, with commas between them")))


def problems(part: Part, facts: Mapping[str, Any]) -> list[Problem]:
    """See networks.publishing.Writable."""
    found = checks.common(part, counting.count(part.text), LIMITS, options(facts))
    if part.place is Place.POST and not part.title.strip():
        found.append(Problem(NO_TITLE, field="title"))
    return found
