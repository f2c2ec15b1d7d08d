"""From the door's errors and HTTP statuses to the family that jobs act on: every connector reads through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from core import clock, http
from networks.errors import (
    AuthExpired,
    Broken,
    Gone,
    NetworkError,
    NotAllowed,
    RateLimited,
    Rejected,
    Unavailable,
)

LONGEST_WAIT = timedelta(days=1)
"""However long a server asks for: after a day it is asked again. Guards against a Retry-After of ten years."""

TOO_LARGE = gettext_noop("The answer is too large to be read.")
DAMAGED = gettext_noop("The answer is damaged and cannot be read.")
TOO_MANY_REDIRECTS = gettext_noop("The address leads on and on to other addresses.")

_OK = (200, 203, 304)


def read(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = http.MAX_BYTES,
    timeout: http.Patience | None = None,
    guarded: bool = True,
) -> http.Response:
    """GET `url`: an answer of status 200, 203 or 304. Raises NetworkError for everything else.

    For reads alone: a time-out after the request was sent is Unavailable here, and would be OutcomeUnknown for a write.
    """
    try:
        response = http.fetch(url, headers=headers, max_bytes=max_bytes, timeout=timeout, guarded=guarded)
    except http.HttpError as error:
        raise from_door(error) from error
    if response.status not in _OK:
        raise from_status(response)
    return response


def from_door(error: http.HttpError) -> NetworkError:
    """What an error of the door means for a read."""
    match error:
        case http.Refused():
            return Rejected(error.detail)
        case http.TooLarge():
            return Broken(TOO_LARGE)
        case http.TooManyRedirects():
            return Broken(TOO_MANY_REDIRECTS)
        case http.Unreadable():  # before NoAnswer, whose kind it is
            return Broken(DAMAGED)
        case _:
            return Unavailable(error.detail)


def from_status(response: http.Response) -> NetworkError:
    """What a status outside 2xx means for a read.

    503 with Retry-After is RateLimited, not Unavailable: the server told when it is back (RFC 9110 §10.2.3), so the
    job waits until then and counts no attempt.
    """
    status = response.status
    detail = f"HTTP {status}"
    match status:
        case 401:
            return AuthExpired(detail)
        case 403:
            return NotAllowed(detail)
        case 404 | 410:
            return Gone(detail)
        case 429:
            return RateLimited(detail, until=back_at(response))
        case 503 if response.retry_after:
            return RateLimited(detail, until=back_at(response))
        case 408 | 425:
            return Unavailable(detail)
        case _ if status >= 500:
            return Unavailable(detail)
        case _ if status >= 400:
            return Rejected(detail)
        case _:
            return Broken(detail)


def back_at(response: http.Response) -> datetime | None:
    """When the server wants to be asked again, at most LONGEST_WAIT from now; None where it does not say."""
    rate = response.rate
    moment = response.retry_after or (rate.reset if not rate.remaining else None)
    return min(moment, clock.now() + LONGEST_WAIT) if moment else None
