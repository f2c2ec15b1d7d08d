"""What one status may hold: the instance's own figures where it told them, else Mastodon's.

https://docs.joinmastodon.org/entities/V2_Instance/ , read when the account is connected and checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from networks import checks, loose
from networks.counting import graphemes
from networks.mastodon import counting
from networks.publishing import Limits, Option, Part, Problem

VISIBILITY = Option(
    "visibility",
    gettext_noop("Who sees it"),
    (
        ("public", gettext_noop("Everybody")),
        ("unlisted", gettext_noop("Everybody, but not in public timelines")),
        ("private", gettext_noop("Followers only")),
    ),
    "public",
)
POLL_TIME = gettext_noop("A poll there runs from {least} to {most} hours.")
WARNING_COUNTS = gettext_noop("Text and content warning together are too long: {length} of {limit}.")
SHORTEST_POLL, LONGEST_POLL = timedelta(minutes=5), timedelta(days=30)


def facts(instance: Any) -> dict[str, Any]:
    """The figures in /api/v2/instance that limits depend on, by our names; what it does not tell is absent."""
    configuration = loose.mapping(loose.mapping(instance).get("configuration"))
    statuses, media, polls = (
        loose.mapping(configuration.get(name)) for name in ("statuses", "media_attachments", "polls")
    )
    told = {
        "characters": loose.count(statuses.get("max_characters")),
        "url_length": loose.count(statuses.get("characters_reserved_per_url")),
        "media": loose.count(statuses.get("max_media_attachments")),
        "alt": loose.count(media.get("description_limit")),
        "image_bytes": loose.count(media.get("image_size_limit")),
        "video_bytes": loose.count(media.get("video_size_limit")),
        "polls": loose.count(polls.get("max_options")),
        "poll_option": loose.count(polls.get("max_characters_per_option")),
        "poll_least": loose.count(polls.get("min_expiration")),
        "poll_most": loose.count(polls.get("max_expiration")),
    }
    mimes = [mime for mime in map(loose.text, loose.rows(media.get("supported_mime_types"))) if mime]
    return {name: figure for name, figure in told.items() if figure} | ({"mimes": mimes} if mimes else {})


def limits(facts: Mapping[str, Any]) -> Limits:
    """See networks.publishing.Writable."""
    mimes = facts.get("mimes", ())
    taken = Limits(
        text=facts.get("characters", counting.LIMIT),
        images=facts.get("media", 4),
        videos=1,
        alt=facts.get("alt", 1_500),
        threads=True,
        comments=True,
        polls=facts.get("polls", 4),
        poll_option=facts.get("poll_option", 50),
        warnings=True,
        shapes=("16:9",),
        image_bytes=min(facts.get("image_bytes", 16 * 1024**2), 16 * 1024**2),
        video_bytes=facts.get("video_bytes", 99 * 1024**2),
    )
    if not mimes:
        return taken
    return replace(
        taken,
        image_mimes=tuple(mime for mime in taken.image_mimes if mime in mimes) or ("image/jpeg",),
        video_mimes=tuple(mime for mime in mimes if mime.startswith("video/")),
    )


def problems(part: Part, facts: Mapping[str, Any]) -> list[Problem]:
    """See networks.publishing.Writable. The content warning counts as text."""
    length = counting.count(part.text, facts)
    found = checks.common(part, length, limits(facts), (VISIBILITY,))
    both = length.length + graphemes(part.warning)
    if length.fits and both > length.limit:
        found.append(Problem(WARNING_COUNTS, {"length": both, "limit": length.limit}, field="warning"))
    least = timedelta(seconds=facts.get("poll_least", SHORTEST_POLL.total_seconds()))
    most = timedelta(seconds=facts.get("poll_most", LONGEST_POLL.total_seconds()))
    if part.poll and not least <= timedelta(hours=part.poll.hours) <= most:
        said = {"least": -(-least // timedelta(hours=1)), "most": most // timedelta(hours=1)}
        found.append(Problem(POLL_TIME, said, field="poll"))
    return found
