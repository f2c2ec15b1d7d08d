"""Networks that tell everything as it happens, to whoever listens: what they tell, and how one listens.

Events come at least once, those of one author in order. To apply one twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Protocol

from networks.base import Connector
from networks.types import Item

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def place(moment: datetime) -> int:
    """A moment as a place in a stream: microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime | None:
    """A place in a stream as a moment; None for a number that is none."""
    try:
        return _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something, or changed what they had said."""

    at: int
    """The event's place in the stream, by the server's clock; as in all events."""
    external_id: str
    text: str
    """As it will stand in the item."""
    language: str
    """As the author declares it; a hint."""
    edited: bool
    item: Callable[[], Item | None]
    """The whole item, made when somebody wants it: mostly nobody does. None where nothing can be kept."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """An item is not there any more."""

    at: int
    external_id: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """An author has this handle now."""

    at: int
    author: str
    handle: str
    """As `networks.types.Author` has it."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """An author's account, with all that was said there, can be seen by others, or not any more."""

    at: int
    author: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A frame that is none of these. `broken`: it could not be read at all, as opposed to not being for us."""

    at: int
    """0 where it did not say."""
    broken: bool


Event = Said | Deleted | Renamed | AccountState | Unread


class Frames(Protocol):
    """An open stream."""

    def next(self, timeout: float) -> str | bytes | None:
        """The next frame, raw; None where none came in `timeout` seconds. Raises NetworkError once it is over."""
        ...


class Streamer(Connector, Protocol):
    """A network with Capability.PUSH: nobody polls it."""

    address: ClassVar[str]
    """What its sources have as address: there is only one thing to listen to."""
    network: ClassVar[str]
    """The network that its items belong to."""
    title: ClassVar[str]
    """What its sources are called, marked for translation."""
    offers: ClassVar[str]
    """What one hears by it, in a sentence, marked for translation."""

    def servers(self) -> Sequence[str]:
        """Addresses that tell the same, best first."""
        ...

    def listen(self, server: str, since: int) -> AbstractContextManager[Frames]:
        """Connect to one of `servers`. Events since the place `since` come first, as far back as it remembers.

        Raises NetworkError.
        """
        ...

    def read(self, frame: str | bytes) -> Event:
        """What a frame says. Never raises."""
        ...
