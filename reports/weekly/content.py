"""What a report keeps of its week: facts without a language. Words are made of them where it is read.

Everything here is JSON. Days are ISO dates, moments ISO 8601; a number that is not known is null, never 0.
"""

from __future__ import annotations

from typing import TypedDict

VERSION = 1
Moods = dict[str, int]
"""Mentions by sentiment, every sentiment, zeros too."""


class FrozenFigure(TypedDict):
    """A KPI: of the week, of the one before, by day."""

    value: float | None
    before: float | None
    days: list[float | None]
    days_before: list[float | None]


class Reasons(TypedDict):
    """What stands beside a figure, in one language."""

    why: str
    why_before: str
    notes: list[str]


class Part(TypedDict):
    """Mentions of one network, language or topic."""

    key: str
    name: str
    moods: Moods


class Voice(TypedDict):
    """A brand or a competitor."""

    name: str
    own: bool
    n: int
    share: float
    share_before: float | None


class Account(TypedDict):
    """One of the brand's accounts over the week."""

    network: str
    name: str
    posts: int
    reach: float | None
    interactions: float | None
    followers: int | None
    followers_change: float | None


class Post(TypedDict):
    """A post that went out."""

    id: str
    text: str
    network: str
    account: str
    at: str
    interactions: int
    reach: int | None
    url: str


class Said(TypedDict):
    """A mention."""

    id: str
    author: str
    handle: str
    network: str
    text: str
    language: str
    sentiment: str
    reach: int | None
    at: str
    url: str


class Writer(TypedDict):
    """Somebody who wrote a lot."""

    id: str
    name: str
    handle: str
    network: str
    followers: int | None
    n: int


class Trouble(TypedDict):
    """An incident that was open in the week."""

    id: str
    title: str
    level: str
    opened_at: str
    closed_at: str
    lesson: str


class Finding(TypedDict):
    """A sentence to be: which rule found it, how much it weighs (the headline is the heaviest), and its numbers."""

    rule: str
    weight: int
    values: dict[str, float | int | str]


class Content(TypedDict):
    """The week."""

    version: int
    brand: str
    monogram: str
    accent: str
    logo: str
    """Path in storage; empty where there is none."""
    zone: str
    first: str
    last: str
    figures: dict[str, FrozenFigure]
    reasons: dict[str, dict[str, Reasons]]
    """By language and KPI."""
    moods: list[Moods]
    """By day."""
    moods_before: list[Moods]
    """Empty where the brand was not heard during all of those days."""
    weeks: list[tuple[str, Moods]]
    """Monday and mentions, the oldest first, this one last."""
    networks: list[Part]
    languages: list[Part]
    topics: list[Part]
    voices: list[Voice]
    hours: list[tuple[int, int, int]]
    """ISO weekday, hour, mentions."""
    terms: list[tuple[str, int]]
    hashtags: list[tuple[str, int]]
    accounts: list[Account]
    posts: list[Post]
    mentions: list[Said]
    writers: list[Writer]
    troubles: list[Trouble]
    findings: list[Finding]


class WrittenDecision(TypedDict):
    """A decision, as it stood."""

    what: str
    who: str
    until: str
    outcome: str
    came: str
    week: str
    """Monday of the report that took it."""


class Written(TypedDict):
    """What people wrote."""

    title: str
    conclusions: str
    decisions: list[WrittenDecision]
    former: list[WrittenDecision]
    """Of earlier weeks, with what came of them."""
    approved_by: str
