"""The one door to the outside. Nothing else in the product opens an outbound HTTP connection.

`fetch` reads or writes one address and guards it against leading into a private network; `requests_session` gives an
SDK built on requests the same guard, `core.http.transport` one built on httpx. All raise this module's own family of
errors (`told` finds it where an SDK has wrapped it), which tells «nothing was sent» (`NotConnected`) from «sent, and no
answer» (`NoAnswer`): a write may be repeated only after the first.
"""

from core.http.errors import (
    HttpError,
    NoAnswer,
    NotConnected,
    Refused,
    TooLarge,
    TooManyRedirects,
    Unreadable,
)
from core.http.fetching import MAX_BYTES, MAX_REDIRECTS, PATIENCE, Redirect, Response, fetch, user_agent
from core.http.redact import redact
from core.http.sessions import requests_session, told
from core.http.wire import Patience

__all__ = [
    "MAX_BYTES",
    "MAX_REDIRECTS",
    "PATIENCE",
    "HttpError",
    "NoAnswer",
    "NotConnected",
    "Patience",
    "Redirect",
    "Refused",
    "Response",
    "TooLarge",
    "TooManyRedirects",
    "Unreadable",
    "fetch",
    "redact",
    "requests_session",
    "told",
    "user_agent",
]
