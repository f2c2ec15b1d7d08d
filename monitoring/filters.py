"""What a person asked the list of mentions for: read from an address, and written back into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from core.text import whole
from monitoring.models import Sentiment

ME = "me"
NOBODY = "nobody"
_LONGEST_TEXT = 200
_YEARS = (1990, 2200)
_MANY = ("network", "language", "sentiment")
_IDS = ("topic", "source", "author", "tag", "assigned", "department")
_SAID = ("word", "hashtag", "link")
_LONGEST_SAID = 500
_MOST_REACH = 10**12
_NAMES = {"text": "q", "writer": "by", "since": "from", "until": "to"}
"""Parameters whose name in an address is another."""


class BadFilter(Exception):
    """An address asks for what cannot be: a malformed value, or something that is not this brand's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Params(Protocol):
    """Query parameters; Django's QueryDict is one."""

    def getlist(self, key: str) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """Every part narrows; empty parts do not. Ids are public ids."""

    text: str = ""
    """Words, "phrases" and -exclusions, as monitoring.fulltext reads them."""
    topic: str = ""
    network: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    sentiment: tuple[str, ...] = ()
    source: str = ""
    author: str = ""
    writer: str = ""
    """Beginnings of words of the author's name or handle."""
    reach: int = 0
    """At least so many people could see it; 0 also lets through what has no such figure."""
    tag: str = ""
    assigned: str = ""
    """A member, «me» or «nobody»."""
    department: str = ""
    read: str = ""
    """«read» or «unread», by the person who asks."""
    starred: bool = False
    vip: bool = False
    """By people who the team calls important."""
    gone: bool = False
    """What was deleted upstream, in place of what is there."""
    since: date | None = None
    until: date | None = None
    """Both days count, and are the brand's."""
    word: str = ""
    """A word that stands in it, exactly, but for case and accents: as the most frequent terms count it."""
    hashtag: str = ""
    """Without its #."""
    link: str = ""
    """The key of a link, as monitoring.terms makes it."""
    weekday: int | None = None
    """1 is Monday, 7 Sunday, in the brand's zone."""
    hour: int | None = None
    """0 to 23, in the brand's zone."""

    def without(self, name: str) -> Self:
        """The same without one part, for a chip's cross."""
        defaults: dict[str, Any] = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: defaults[name]})

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the parts that narrow."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) != field.default)

    def query_string(self, **more: str) -> str:
        """The address's part after «?», in a fixed order; `more` comes last."""
        pairs: list[tuple[str, str]] = []
        for name in self.active:
            value = getattr(self, name)
            values = value if isinstance(value, tuple) else ("1" if value is True else str(value),)
            pairs += [(_NAMES.get(name, name), each) for each in values]
        return urlencode(pairs + list(more.items()))


def parse(params: Params) -> Filters:
    """Filters from an address. Unknown parameters are left alone; raises BadFilter for a value that cannot be."""

    def one(name: str) -> str:
        given = [str(value).strip() for value in params.getlist(name)]
        return given[-1].replace("\x00", "") if given else ""

    many: dict[str, Any] = {
        name: tuple(dict.fromkeys(v for v in params.getlist(name) if v and "\x00" not in v))[:20] for name in _MANY
    }
    if not set(many["sentiment"]) <= set(Sentiment.values):
        raise BadFilter("sentiment")
    if (read := one("read")) not in {"", "read", "unread"}:
        raise BadFilter("read")
    many |= {name: one(name) for name in _IDS} | {name: one(name)[:_LONGEST_SAID] for name in _SAID}
    reach = whole(one("reach"), _MOST_REACH)
    if not reach and one("reach") not in {"", "0"}:
        raise BadFilter("reach")
    return Filters(
        text=" ".join(one("q")[:_LONGEST_TEXT].split()),
        writer=" ".join(one("by")[:_LONGEST_TEXT].split()),
        reach=reach,
        read=read,
        starred=one("starred") == "1",
        vip=one("vip") == "1",
        gone=one("gone") == "1",
        since=_day("from", one("from")),
        until=_day("to", one("to")),
        weekday=_within("weekday", one("weekday"), 1, 7),
        hour=_within("hour", one("hour"), 0, 23),
        **many,
    )


def _within(name: str, value: str, least: int, most: int) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and least <= int(value[:4]) <= most):
        raise BadFilter(name)
    return int(value)


def _day(name: str, value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadFilter(name) from error
    if day and not _YEARS[0] <= day.year <= _YEARS[1]:
        raise BadFilter(name)
    return day
