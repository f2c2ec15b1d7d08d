"""What crosses between the publishing engine and a connector, and what a connector that publishes must be.

Three verbs prove what happened to a post: `prepare` (uploads, whatever nobody sees yet: may be repeated), `commit` (the
one call that makes it public) and `look_up` (reads only). Between the first two the engine keeps the handle, so that a
crash at any moment leaves enough to find out. A connector never repeats a call and never touches the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from networks.accounts import Login
from networks.base import Connector

Handle = Mapping[str, Any]
"""What proves an outcome later (a record key, an idempotency key, a container's id): a JSON object, kept as given."""


class Place(StrEnum):
    """Where a part stands in its publication."""

    POST = "post"
    THREAD = "thread"
    """Answers the part before it."""
    COMMENT = "comment"
    """The first comment, below the whole."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that goes out with a part."""

    mime: str
    """As sniffed: image/jpeg, image/gif, video/mp4."""
    alt: str
    size: int
    """Bytes of the original."""
    rendition: Callable[..., tuple[bytes, str]] = field(repr=False, compare=False)
    """`rendition(max_bytes=…, max_side=…, mimes=(…))` gives bytes and their type, made to fit: `max_side` in
    pixels of the longer side. Raises Rejected."""
    width: int = 0
    height: int = 0
    seconds: float = 0
    name: str = ""

    @property
    def is_video(self) -> bool:
        return self.mime.startswith("video/")


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with answers to choose from."""

    options: tuple[str, ...]
    hours: int = 24
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """It is public."""

    external_id: str
    url: str = ""
    proof: Mapping[str, Any] = field(default_factory=dict)
    """What a later part needs to answer this one (Bluesky's cid), in the connector's words."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message as it goes out: what a person wrote, complete and checked."""

    key: str
    """The publication's public id, a hyphen and the part's number: the same at each attempt, and what idempotency keys,
    slugs and record keys are made from."""
    text: str
    moment: datetime
    """When it is said to be written: the same at each attempt, so that frozen records stay equal."""
    place: Place = Place.POST
    title: str = ""
    """Where the network has titles (WordPress)."""
    media: tuple[Media, ...] = ()
    warning: str = ""
    """Content warning, "" for none."""
    poll: Poll | None = None
    link: str = ""
    """The address to show as a card, "" for none."""
    languages: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    """The network's own: visibility, categories."""
    first: Sent | None = None
    """The publication's first part, where this is a later one."""
    before: Sent | None = None
    """The part that this one answers."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look-up found."""

    found: Sent | None = None
    absent: bool = False
    """It is certain that it is not there: sending again cannot double it. With neither, nobody knows."""
    evidence: str = ""
    """What was looked at and seen, for the ledger and the person who has to decide; a translatable source string."""


@dataclass(frozen=True, slots=True)
class Length:
    """A text as the network counts it."""

    length: int
    limit: int
    size: int = 0
    """Bytes of UTF-8, where the network limits those as well."""
    size_limit: int = 0

    @property
    def fits(self) -> bool:
        return self.length <= self.limit and self.size <= self.size_limit


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may hold, on one account."""

    text: int
    images: int = 0
    videos: int = 0
    mixed_media: bool = False
    """Images and videos in one message."""
    alt: int = 0
    """Characters of an alternative text; 0: none can be given."""
    threads: bool = False
    comments: bool = False
    """A first comment below one's own post."""
    titles: bool = False
    polls: int = 0
    """Answers of a poll at most; 0: there are no polls."""
    poll_option: int = 50
    warnings: bool = False
    link_cards: bool = False
    shapes: tuple[str, ...] = ()
    """Width:height that pictures are shown best in, the best first; (): whatever they have."""
    image_mimes: tuple[str, ...] = ("image/jpeg", "image/png", "image/webp", "image/gif")
    video_mimes: tuple[str, ...] = ("video/mp4",)
    image_bytes: int = 8_000_000
    video_bytes: int = 0
    video_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a part cannot go out as it is, or what will be different there."""

    sentence: str
    """Source string with named placeholders, translated where it is shown."""
    words: Mapping[str, Any] = field(default_factory=dict)
    blocks: bool = True
    """False: it goes out all the same."""
    field: str = "text"
    """text, title, media, alt, poll, warning, link, thread, comment or options: where the composer shows it."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures of one publication at one moment, by standard names; what the network does not tell is absent, never 0.

    Names: views, reach, likes, reposts, quotes, replies, clicks, saves.
    """

    values: Mapping[str, int]
    gone: bool = False
    """It was deleted there."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the network, as the composer shows it. Labels are translatable source strings."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    """Value and label; empty: a free text."""
    default: str = ""


class Writable(Connector, Protocol):
    """A network that posts are written for, whether we publish there (Capability.PUBLISH) or a person does by hand
    (Capability.BY_HAND). `facts` are what `Account.facts` holds of the account, {} where unknown. Asks nobody."""

    def limits(self, facts: Mapping[str, Any]) -> Limits: ...

    def count(self, text: str, facts: Mapping[str, Any]) -> Length:
        """`text` as the network counts it. The composer and `manage.py count_text` use this."""
        ...

    def problems(self, part: Part, facts: Mapping[str, Any]) -> list[Problem]:
        """What is wrong with `part`, said before it is sent; [] if it will be taken."""
        ...

    def options(self, facts: Mapping[str, Any]) -> Sequence[Option]: ...


class Publisher(Writable, Protocol):
    """A network with Capability.PUBLISH."""

    settles: ClassVar[timedelta]
    """How long after a call that was cut off it may still take effect there: an absence is believed only after that.
    Zero where repeating `commit` with the same handle can never double."""

    def prepare(self, login: Login, part: Part) -> Handle:
        """Upload what the part needs and choose what proves it. Repeatable, and nothing becomes public.

        Raises networks.errors: never OutcomeUnknown, for repeating it does no harm.
        """
        ...

    def commit(self, login: Login, part: Part, handle: Handle) -> Sent:
        """Make it public: one call. Raises networks.errors: OutcomeUnknown where a request was sent and no usable
        answer came, Unavailable only where it certainly was not sent."""
        ...

    def look_up(self, login: Login, part: Part, handle: Handle) -> Verdict:
        """Whether it is there. Reads only. Raises networks.errors."""
        ...


class ByHand(Writable, Protocol):
    """A network with Capability.BY_HAND."""

    opens: ClassVar[str]
    """The address that opens the network where a post is written."""
    example: ClassVar[str]
    """How the address of a post there looks."""

    def adopt(self, address: str) -> Sent | None:
        """What a person published, by the address that they pasted; None if it is not the address of a post there."""
        ...


class Measured(Connector, Protocol):
    """A network with Capability.POST_METRICS."""

    def metrics(self, login: Login, sent: Sent) -> Metrics:
        """Figures of what was sent. Raises networks.errors."""
        ...
