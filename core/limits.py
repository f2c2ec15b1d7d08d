"""How often in a minute, where an address carries its permission. Sign-in and the API have limits of their own."""

from __future__ import annotations

from django.core.cache import cache

from core import clock


def within(what: str, most: int) -> bool:
    """Count one of `what` and say whether there were at most `most` in this minute of the clock."""
    key = f"{what}:{clock.now():%H%M}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) <= most
