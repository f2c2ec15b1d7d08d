"""Time zones as people choose them."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def choices() -> list[tuple[str, str]]:
    """(IANA name, the same as it is read), in order: what a form offers."""
    names = sorted(available_timezones() - {"localtime", "Factory"})
    return [(name, name.replace("_", " ")) for name in names]
