"""What one post may hold: lexicons app.bsky.feed.post and app.bsky.embed.*."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from networks import checks
from networks.bluesky import counting
from networks.publishing import Limits, Part, Problem

IMAGE_BYTES = 1_000_000
"""The lexicon allows 2 MB since 2026, which servers older than that refuse; a picture of 2,000 pixels needs no more."""
IMAGE_SIDE = 2_000
MOST_LANGUAGES = 3

LIMITS = Limits(
    text=counting.LIMIT,
    images=4,
    alt=2_000,
    threads=True,
    comments=True,
    link_cards=True,
    image_mimes=("image/jpeg", "image/png", "image/webp"),
    image_bytes=IMAGE_BYTES,
)
NO_VIDEO_SERVICE = gettext_noop(
    "Bluesky takes videos through a service of its own, which cmhub cannot use yet. Publish the video there by hand, "
    "or take it out of this variant."
)
CARD_OR_PICTURES = gettext_noop("Bluesky shows either pictures or a link card: the card is left out.")
STILL = gettext_noop("“{name}” moves, and Bluesky will show only its first picture.")


def problems(part: Part) -> list[Problem]:
    """See networks.publishing.Writable."""
    found = checks.common(part, counting.count(part.text), LIMITS, ())
    found = [_video(problem) for problem in found]
    if part.link and any(not one.is_video for one in part.media):
        found.append(Problem(CARD_OR_PICTURES, blocks=False, field="link"))
    still = [one for one in part.media if one.mime == "image/gif"]
    return found + [Problem(STILL, {"name": one.name}, blocks=False, field="media") for one in still]


def _video(problem: Problem) -> Problem:
    return Problem(NO_VIDEO_SERVICE, field="media") if problem.sentence == checks.NO_VIDEOS else problem
