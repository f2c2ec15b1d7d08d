"""How long a status is to Mastodon: https://docs.joinmastodon.org/user/posting/, and its StatusLengthValidator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from networks import links
from networks.counting import graphemes
from networks.publishing import Length

LIMIT = 500
URL_LENGTH = 23
"""Every address counts as much, however long it is. Instances tell theirs as characters_reserved_per_url."""

# What may stand in an address, as Mastodon has changed twitter-text: any letter in paths, balanced brackets.
_GENERAL = r"[^\s<>()?]"
_BALANCED = rf"\((?:{_GENERAL}*\({_GENERAL}+\){_GENERAL}*|{_GENERAL}+)\)"
_LAST = rf"(?:[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]|{_BALANCED})"
_PATH = rf"/(?:(?:{_GENERAL}|{_BALANCED})*{_LAST})?"
_QUERY_CHARACTER = r"a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\u00a0-\U0010fffd"
_QUERY = rf"\?[{_QUERY_CHARACTER}]*[a-z0-9_&=#/\-\u00a0-\U0010fffd]"
_HOST = r"(?P<host>\w(?:[\w.-]{0,250}\w)?)"
_URL = re.compile(rf"(?i)(?<![a-z0-9@＠$#＃])https?://{_HOST}(?::\d+)?(?:{_PATH})?(?:{_QUERY})?")
_USER = r"[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*"
_MENTION = re.compile(rf"(?i)(?<![=/\w])@(?P<user>{_USER})(?:@\w+(?:[.-]+\w+)*)?(?![@＠]|://)")


def count(text: str, facts: Mapping[str, Any]) -> Length:
    """Graphemes of `text`, an address as 23 and a mention without its server, against the instance's limit."""
    address = "x" * int(facts.get("url_length") or URL_LENGTH)
    return Length(graphemes(_counted(text, address)), int(facts.get("characters") or LIMIT))


def _counted(text: str, address: str) -> str:
    """`text` as its length is taken. Of two that overlap the first counts, as at the instance."""
    pieces, at = [], 0
    for start, end, instead in sorted([*_addresses(text, address), *_mentions(text)]):
        if start >= at:
            pieces += [text[at:start], instead]
            at = end
    return "".join([*pieces, text[at:]])


def _addresses(text: str, instead: str) -> Iterator[tuple[int, int, str]]:
    for found in _URL.finditer(text):
        if links.exists(found["host"]):  # to Mastodon nothing else is an address
            yield found.start(), found.end(), instead


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _MENTION.finditer(text):
        yield found.start(), found.end(), f"@{found['user']}"
