"""The small family of errors that a connector raises; what the job does with each stands in its docstring.

Every error carries `detail`: what the network said, in its words, redacted and short. What a person reads is made from
the class and `detail` where it is shown, in their language.
"""

from __future__ import annotations

from datetime import datetime


class NetworkError(Exception):
    """Base of the family. Never raised itself."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail[:500]


class RateLimited(NetworkError):
    """The network's budget is spent. The job waits until `until`, no attempt is counted, the whole account waits."""

    def __init__(self, detail: str = "", *, until: datetime | None = None) -> None:
        super().__init__(detail)
        self.until = until


class Unavailable(NetworkError):
    """Nothing was sent, or a read failed: DNS, refused, time-out, 5xx. The job backs off, six times at most."""


class AuthExpired(NetworkError):
    """The token is dead. One refresh; then the account is broken and its jobs wait."""


class Rejected(NetworkError):
    """The network refused this content, or the address is not what it should be. No retry."""


class Duplicate(NetworkError):
    """The network says that it has this already. The job looks it up and adopts it."""


class NotAllowed(NetworkError):
    """A capability or permission is missing. That capability stops until somebody grants it."""


class NotReady(NetworkError):
    """The network is still at work. The job waits, no attempt is counted."""

    def __init__(self, detail: str = "", *, until: datetime | None = None) -> None:
        super().__init__(detail)
        self.until = until


class BudgetSpent(NetworkError):
    """Our own limit of money or calls. The job waits, or asks."""

    def __init__(self, detail: str = "", *, until: datetime | None = None) -> None:
        super().__init__(detail)
        self.until = until


class OutcomeUnknown(NetworkError):
    """A write was sent and no answer came. Look it up, else ask a person; never send again blindly."""


class Broken(Rejected):
    """A read was answered with what cannot be read: not a feed, not JSON, too large. Tried again later, and shown."""


class Gone(Rejected):
    """404 or 410: what was there is not there any more."""
