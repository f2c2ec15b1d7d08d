"""Connectors to the recorder, one for each kind of proof. Registered in the processes of the proofs alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from core import http
from networks import registry
from networks.accounts import Login
from networks.errors import AuthExpired, Duplicate, OutcomeUnknown, RateLimited, Unavailable
from networks.http_errors import back_at
from networks.publishing import Limits, Part, Sent, Verdict
from networks.types import Capability

PATIENCE, SHORT = http.Patience(connect=5, read=20, total=30), http.Patience(connect=0.25, read=0.6, total=2)
"""SHORT where calls are meant to end without an answer: elsewhere a slow machine must not look like a network."""
_patience = {"": PATIENCE}


class OwnKey:
    """A record's key is chosen by us: repeating is harmless, and looking it up is certain (Bluesky, and Mastodon for an
    hour)."""

    key = "key"
    name = "Own key"
    capabilities = frozenset({Capability.PUBLISH})
    settles: ClassVar[timedelta] = timedelta()

    def limits(self, facts: Mapping[str, Any]) -> Limits:
        return Limits(500, threads=True, comments=True)

    def prepare(self, login: Login, part: Part) -> dict[str, Any]:
        return {"key": part.key}

    def commit(self, login: Login, part: Part, handle: Mapping[str, Any]) -> Sent:
        message = {"network": self.key, "account": login.handle, "key": part.key, "text": part.text}
        body = json.dumps({**message, "handle": dict(handle)}).encode()
        try:
            address = self.address(login, part)
            answer = http.fetch(address, method="POST", body=body, timeout=_patience[""], guarded=False)
        except http.NotConnected as error:
            raise Unavailable(error.detail) from error
        except http.HttpError as error:
            raise OutcomeUnknown(error.detail) from error
        return _sent(answer)

    def address(self, login: Login, part: Part) -> str:
        """Where it is sent."""
        return f"{login.base}/commit"

    def look_up(self, login: Login, part: Part, handle: Mapping[str, Any]) -> Verdict:
        try:
            answer = http.fetch(f"{login.base}/look?key={part.key}", timeout=_patience[""], guarded=False)
        except http.HttpError as error:
            raise Unavailable(error.detail) from error
        found = json.loads(answer.body).get("id")
        return Verdict(found=Sent(found)) if found else Verdict(absent=True)


class Container(OwnKey):
    """Made in two phases, and told apart by the container's state (Instagram, Threads, WordPress)."""

    key = "container"
    name = "Container"
    settles = timedelta(seconds=60)

    def prepare(self, login: Login, part: Part) -> dict[str, Any]:
        try:
            address = f"{login.base}/prepare"
            answer = http.fetch(address, method="POST", body=b"{}", timeout=_patience[""], guarded=False)
        except http.HttpError as error:
            raise Unavailable(error.detail) from error
        return dict(json.loads(answer.body))


class LookUp(OwnKey):
    """A second call would double it; one's own posts can be read (X, LinkedIn)."""

    key = "lookup"
    name = "Look-up only"
    settles = timedelta(seconds=120)


class Blind(OwnKey):
    """A second call would double it, and nothing can be read (Telegram)."""

    key = "none"
    name = "No proof"
    settles = timedelta(seconds=120)

    def look_up(self, login: Login, part: Part, handle: Mapping[str, Any]) -> Verdict:
        return Verdict(evidence="This network lets nobody read what was sent.")


KINDS = (OwnKey, Container, LookUp, Blind)


def register(*, hurried: bool = False) -> None:
    """Make the four known to this process."""
    _patience[""] = SHORT if hurried else PATIENCE
    registry.NETWORKS.update({kind.key: f"proofs.networks.{kind.__name__}" for kind in KINDS})


def _sent(answer: http.Response) -> Sent:
    match answer.status:
        case 200:
            try:
                return Sent(json.loads(answer.body)["id"])
            except (ValueError, KeyError):
                raise OutcomeUnknown("the answer cannot be read") from None
        case 401:
            raise AuthExpired("401")
        case 409:
            raise Duplicate("409")
        case 429:
            raise RateLimited("429", until=back_at(answer))
        case _:
            raise OutcomeUnknown(f"HTTP {answer.status}")
