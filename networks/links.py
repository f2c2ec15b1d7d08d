"""Addresses inside a text that people wrote."""

from __future__ import annotations

import re
from functools import cache


@cache
def bare_or_whole() -> re.Pattern[str]:
    """twitter-text's expression of an address, with its list of top-level domains: with or without https:// before it.
    Group 2 is the character before it, group 3 the address."""
    from mastodon._url_regex import url_regex

    return re.compile(url_regex.pattern.replace(r"(https?:\/\/)", r"(https?:\/\/)?", 1), re.IGNORECASE)


def exists(host: str) -> bool:
    """Whether `host` ends in a top-level domain that exists."""
    from mastodon._url_regex import url_regex

    return url_regex.fullmatch(f"https://{host}") is not None
