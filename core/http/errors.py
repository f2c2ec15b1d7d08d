"""What can go wrong at the door. Each error's `detail` is short and free of secrets."""

from __future__ import annotations

from core.http.redact import redact

_LONGEST_DETAIL = 300


class HttpError(Exception):
    """Base of the family. Never raised itself."""

    def __init__(self, detail: str) -> None:
        self.detail = redact(detail)[:_LONGEST_DETAIL]
        super().__init__(self.detail)


class Refused(HttpError):
    """The guard said no: the address is malformed, or leads into a private network. Nothing was sent."""


class NotConnected(HttpError):
    """Nothing was sent: no such name, connection refused, connect time-out, no trusted certificate."""


class NoAnswer(HttpError):
    """The request was sent, at least in part, and no complete answer came: the other side may have acted on it."""


class Unreadable(NoAnswer):
    """An answer came whose coding cannot be undone: broken gzip, a coding that nobody asked for."""


class TooLarge(HttpError):
    """The answer is larger than the caller takes, on the wire or decompressed."""

    status = 0
    """Its HTTP status, where that was read before."""


class TooManyRedirects(HttpError):
    """More than five redirects in a row."""
