"""Where a post stands as a whole, and how that is shown: never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from calendar_app.models import Post, Publication

State = Publication.State

WORST_FIRST = (
    State.FAILED,
    State.UNKNOWN,
    State.MISSED,
    State.HELD,
    State.HANDED,
    State.RUNNING,
    State.WAITING,
    State.DONE,
)
"""A post on several accounts is shown as the one that needs people most."""

FIXED = frozenset({State.RUNNING, State.DONE, State.FAILED, State.UNKNOWN})
"""Of these the time is history, or is being made: they are not dragged to another day."""

AHEAD = frozenset({State.DRAFT, State.WAITING, State.HELD})
"""Nothing of these is public, and may still be."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: icon, tone (of components/_state.html) and word."""

    icon: str
    tone: str
    word: Any
    """Lazy translation."""
    turning: bool = False


LOOKS: dict[str, Look] = {
    State.DRAFT: Look("pencil", "", pgettext_lazy("post", "Draft")),
    State.WAITING: Look("clock", "active", pgettext_lazy("post", "Scheduled")),
    State.RUNNING: Look("loader-2", "active", pgettext_lazy("post", "Publishing"), turning=True),
    State.DONE: Look("circle-check", "ok", pgettext_lazy("post", "Published")),
    State.FAILED: Look("alert-triangle", "failed", pgettext_lazy("post", "Failed")),
    State.UNKNOWN: Look("help-circle", "unknown", pgettext_lazy("post", "Unconfirmed")),
    State.MISSED: Look("clock-x", "missed", pgettext_lazy("post", "Missed")),
    State.HELD: Look("hand-stop", "held", pgettext_lazy("post", "Held")),
    State.HANDED: Look("hand-stop", "wait", pgettext_lazy("post", "To publish by hand")),
}


def of(stage: str, publications: Iterable[str]) -> str:
    """The state of a post from its stage and the states of its publications."""
    there = set(publications)
    if stage == Post.Stage.DRAFT or not there:
        return State.DRAFT
    return next((state for state in WORST_FIRST if state in there), State.DRAFT)


def movable(publications: Iterable[str]) -> bool:
    """Whether a post in these states may be dragged to another time (the engine has the last word)."""
    return not FIXED.intersection(publications)
