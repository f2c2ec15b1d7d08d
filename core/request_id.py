"""The id of the request (or job) at work, so that a log line, an event and an error page can be put together."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id in force; empty outside any request or job."""
    return _current.get()


def set_current(request_id: str) -> None:
    _current.set(request_id)


def new() -> str:
    """Twelve hexadecimal digits."""
    return secrets.token_hex(6)
