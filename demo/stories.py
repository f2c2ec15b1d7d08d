"""The stories as data: a file for each brand, with who speaks there, about what, and what the brand publishes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
KEYS = ("lumbre", "altavela", "azogue")
IN_CRISIS = "lumbre"
"""The brand in which the crisis can be started."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks again and again, of whom people remember the name."""

    name: str
    handle: str
    network: str
    followers: int
    weight: int
    moods: Sequence[str]


@dataclass(frozen=True, slots=True)
class Surge:
    """Hours in which more is said, all of one kind."""

    says: str
    days_ago: int
    """From the day on which the demo was made."""
    hour: int
    """Of the brand's day."""
    hours: int
    per_hour: float


@dataclass(frozen=True, slots=True)
class Story:
    """One brand. Texts are patterns, whose gaps demo.talking fills."""

    key: str
    name: str
    colour: str
    handle: str
    per_day: float
    """Mentions of an ordinary day."""
    hours: Sequence[float]
    """How much of them falls on each hour of the brand's day."""
    weekend: float
    """Times an ordinary day."""
    places: Sequence[str]
    things: Sequence[str]
    bites: Sequence[str]
    rivals: Sequence[str]
    topics: Sequence[Mapping[str, str]]
    sources: Sequence[Mapping[str, Any]]
    departments: Sequence[Mapping[str, str]]
    voices: Sequence[Voice]
    press: Sequence[Mapping[str, Any]]
    says: Mapping[str, Sequence[str]]
    articles: Sequence[Mapping[str, str]]
    posts: Mapping[str, Any]
    surges: Sequence[Surge]
    incident: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)


@cache
def story(key: str) -> Story:
    """The story of that key."""
    told = tomllib.loads((DATA / f"{key}.toml").read_text())
    told["voices"] = [Voice(**voice) for voice in told["voices"]]
    told["surges"] = [Surge(**surge) for surge in told["surges"]]
    return Story(**told)


def every() -> list[Story]:
    """All of them, in the order in which the brands stand."""
    return [story(key) for key in KEYS]
