"""All public posts of Bluesky as they are written, by Jetstream: JSON over a WebSocket, free and without an account.

The protocol is the first one, `/subscribe`, which every public instance and every self-hosted one speaks:
https://github.com/bluesky-social/jetstream/blob/main/docs/README.md (5.1). A collection narrows commits alone: what
becomes of accounts and handles is told always. Frames name authors only by their DID.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from core import http
from core.http import websocket
from networks import http_errors, loose
from networks.bluesky import parse
from networks.bluesky.richtext import words
from networks.errors import RateLimited, Unavailable
from networks.streams import AccountState, Deleted, Event, Renamed, Said, Unread, moment
from networks.types import Capability, Item

LARGEST = 1_000_000
"""Bytes of a frame; larger ones the server leaves out. No record that the protocol takes is much larger. What a server
sends nevertheless is taken up to eight times that: to refuse it would end the connection, each time anew."""
ENDED = gettext_noop("The stream ended.")


class _Frames:
    """The door's frames, in the connector's family of errors."""

    def __init__(self, frames: websocket.Frames) -> None:
        self._frames = frames

    def next(self, timeout: float) -> str | bytes | None:
        """The next frame; None where none came in `timeout` seconds. Raises Unavailable once the stream is over."""
        try:
            return self._frames.next(timeout)
        except http.NoAnswer as error:
            raise Unavailable(error.detail or ENDED) from error


class Jetstream:
    """Everything that is posted on Bluesky."""

    key: ClassVar[str] = "jetstream"
    name: ClassVar[str] = "Jetstream"
    capabilities: ClassVar[frozenset[Capability]] = frozenset({Capability.PUSH})
    address: ClassVar[str] = "bsky.network"
    network: ClassVar[str] = "bluesky"
    title: ClassVar[str] = gettext_noop("All of Bluesky (Jetstream)")
    offers: ClassVar[str] = gettext_noop(
        "Every public post of Bluesky as it is written; what your topics match is kept."
    )

    def servers(self) -> Sequence[str]:
        """The operator's list."""
        return tuple(settings.CMHUB_JETSTREAM)

    @contextmanager
    def listen(self, server: str, since: int) -> Iterator[_Frames]:
        """Connect to `server`: posts and accounts since the place `since`.

        Raises RateLimited or Unavailable. A server that does not remember as far back as `since` says nothing of it,
        and begins with the oldest that it knows.
        """
        try:
            with websocket.listen(subscription(server, since), max_frame=8 * LARGEST) as frames:
                yield _Frames(frames)
        except http.NotConnected as error:
            raise RateLimited(error.detail) if error.detail == "HTTP 429" else http_errors.from_door(error) from error

    def read(self, frame: str | bytes) -> Event:
        """What a frame says. Never raises: what cannot be read is Unread."""
        try:
            return _event(json.loads(frame))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return Unread(0, broken=True)


def subscription(server: str, since: int) -> str:
    """Where to connect: `server` with what we want of it."""
    parts = urlsplit(server)
    wanted = {"wantedCollections": parse.POST, "maxMessageSizeBytes": LARGEST, "cursor": since}
    return parts._replace(query=urlencode([*parse_qsl(parts.query), *wanted.items()])).geturl()


def _event(frame: Mapping[str, Any]) -> Event:
    at, did = frame["time_us"], frame["did"]
    if type(at) is not int or not isinstance(did, str) or not did.startswith("did:"):
        return Unread(0, broken=True)
    match frame["kind"]:
        case "commit":
            return _commit(at, did, frame["commit"])
        case "identity":
            handle = parse.author_of(did, frame["identity"]).handle
            return Renamed(at, did, handle) if handle else Unread(at, broken=False)
        case "account":
            active = frame["account"]["active"]
            return AccountState(at, did, active) if isinstance(active, bool) else Unread(at, broken=True)
    return Unread(at, broken=False)


def _commit(at: int, did: str, commit: Mapping[str, Any]) -> Event:
    if commit["collection"] != parse.POST:
        return Unread(at, broken=False)
    rkey, operation = commit["rkey"], commit["operation"]
    if operation not in ("create", "update", "delete") or not isinstance(rkey, str) or not rkey:
        return Unread(at, broken=True)
    uri = f"at://{did}/{parse.POST}/{rkey}"
    if operation == "delete":
        return Deleted(at, uri)
    record = commit["record"]
    langs = record.get("langs")
    return Said(
        at,
        external_id=uri,
        text=words(record),
        language=loose.language(langs[0]) if isinstance(langs, list) and langs else "",
        edited=operation == "update",
        item=partial(_item, at, did, rkey, record),
    )


def _item(at: int, did: str, rkey: str, record: Mapping[str, Any]) -> Item | None:
    item = parse.item(did, rkey, record, indexed_at=moment(at))
    return replace(item, network=Jetstream.network) if item else None
