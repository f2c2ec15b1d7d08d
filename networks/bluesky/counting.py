"""How long a post is to Bluesky: lexicon app.bsky.feed.post, `text`."""

from __future__ import annotations

from networks.counting import graphemes
from networks.publishing import Length

LIMIT = 300
BYTES = 3_000


def count(text: str) -> Length:
    """Graphemes of `text`, and bytes of UTF-8."""
    return Length(graphemes(text), LIMIT, size=len(text.encode(errors="replace")), size_limit=BYTES)
