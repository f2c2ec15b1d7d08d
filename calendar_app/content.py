"""What a post says: the common content, what a variant says differently, and the digest of the whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file of the library as a post uses it."""

    file: str
    """Its public id."""
    alt: str = ""
    crop: str = ""
    """The part of it that goes out, as media.cropping names it; "" for the whole."""


@dataclass(frozen=True, slots=True)
class ThreadPart:
    """A further message of a thread."""

    text: str = ""
    media: tuple[FileUse, ...] = ()


@dataclass(frozen=True, slots=True)
class PollDraft:
    """A question's answers."""

    options: tuple[str, ...] = ()
    hours: int = 24
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that can be said. A network takes the fields that its Limits know; the rest is told as a problem."""

    text: str = ""
    title: str = ""
    media: tuple[FileUse, ...] = ()
    thread: tuple[ThreadPart, ...] = ()
    warning: str = ""
    poll: PollDraft | None = None
    link: str = ""
    first_comment: str = ""
    language: str = ""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """{network: {option: value}}."""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Content:
        """From JSON as `json()` made it; unknown fields of a later version are ignored."""
        known = {f.name: given[f.name] for f in fields(cls) if f.name in given}
        if "media" in known:
            known["media"] = _files(known["media"])
        if "thread" in known:
            known["thread"] = tuple(ThreadPart(p.get("text", ""), _files(p.get("media", ()))) for p in known["thread"])
        if poll := known.get("poll"):
            known["poll"] = PollDraft(**{**poll, "options": tuple(poll.get("options", ()))})
        return cls(**known)

    def json(self) -> dict[str, Any]:
        """As a post keeps it: only what is said."""
        said = {f.name: value for f in fields(self) if (value := getattr(self, f.name))}
        plain: dict[str, Any] = json.loads(json.dumps(said, default=asdict))
        return plain

    def with_own(self, own: Mapping[str, Any]) -> Content:
        """This content with what a variant says differently (JSON, a field at a time: a variant may empty one)."""
        return Content.of({**self.json(), **own}) if own else self

    def digest(self) -> str:
        """SHA-256 over the content in one certain order: equal content, equal digest."""
        return hashlib.sha256(json.dumps(self.json(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def uses(self) -> tuple[FileUse, ...]:
        """All uses of files, in order."""
        return (*self.media, *(use for part in self.thread for use in part.media))

    @property
    def files(self) -> tuple[str, ...]:
        """Public ids of all files that are used, in order, each once."""
        return tuple(dict.fromkeys(use.file for use in self.uses))


def _files(given: Any) -> tuple[FileUse, ...]:
    return tuple(FileUse(**use) for use in given)
