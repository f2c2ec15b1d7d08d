"""A second of a stream, folded: of several events about one thing the last one counts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta

from core import clock
from monitoring.streaming.audience import Audience
from networks.streams import AccountState, Deleted, Event, Renamed, Said, place

LONGEST = 1.0
"""Seconds until what somebody wants is written, while the stream is followed as it happens."""
MOST = 5_000
"""Events that go into one batch."""
_AHEAD = timedelta(minutes=5)
_BEHIND = timedelta(minutes=1)


@dataclass(slots=True)
class Batch:
    """What to write next."""

    said: dict[str, Said] = field(default_factory=dict)
    """By external id."""
    wanted_by: dict[str, set[int]] = field(default_factory=dict)
    """External id → brands; who holds an edited one already gets it too."""
    deleted: set[str] = field(default_factory=set)
    handles: dict[str, str] = field(default_factory=dict)
    """By author."""
    visible: dict[str, bool] = field(default_factory=dict)
    """By author: whether the account is there for others."""
    reached: int = 0
    """The place of the latest event; 0 where none has said one that can be."""
    unreadable: int = 0
    began: float = field(default_factory=time.monotonic)
    _latest: int = field(default_factory=lambda: place(clock.now() + _AHEAD))
    """Places after this one cannot be: who went on from there would miss everything before."""

    def add(self, event: Event, audience: Audience, network: str) -> None:
        """Take in the next event of the stream."""
        match event:
            case Said():
                self._say(event, audience.wanting(event, network))
            case Deleted():
                self.said.pop(event.external_id, None)
                self.wanted_by.pop(event.external_id, None)
                self.deleted.add(event.external_id)
            case Renamed():
                self.handles[event.author] = event.handle
            case AccountState():
                self.visible[event.author] = event.visible
            case _:
                self.unreadable += event.broken
        if self.reached < event.at <= self._latest:
            self.reached = event.at

    def _say(self, said: Said, wanting: set[int]) -> None:
        self.deleted.discard(said.external_id)
        if wanting or said.edited:
            self.said[said.external_id] = said
            self.wanted_by[said.external_id] = wanting

    def __len__(self) -> int:
        return len(self.said) + len(self.deleted) + len(self.handles) + len(self.visible)

    def due(self, now: float) -> bool:
        """Whether it is time to write: something is there, and it is enough or has waited long enough.

        `now` by time.monotonic(). What lies a minute back can wait for more: large batches are how one catches up.
        """
        size = len(self)
        return size >= MOST or (size > 0 and now - self.began > LONGEST and not self._behind)

    @property
    def _behind(self) -> bool:
        return 0 < self.reached < self._latest - (_AHEAD + _BEHIND) // timedelta(microseconds=1)
