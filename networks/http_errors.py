"""From the door's errors and HTTP statuses to the family that jobs act on: every connector reads through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from core import clock, http
from networks import loose
from networks.errors import (
    AuthExpired,
    Broken,
    Gone,
    NetworkError,
    NotAllowed,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unavailable,
)

LONGEST_WAIT = timedelta(days=1)
"""However long a server asks for: after a day it is asked again. Guards against a Retry-After of ten years."""

TOO_LARGE = gettext_noop("The answer is too large to be read.")
DAMAGED = gettext_noop("The answer is damaged and cannot be read.")
TOO_MANY_REDIRECTS = gettext_noop("The address leads on and on to other addresses.")
MOVED = gettext_noop("The service has moved to another address. Connect the account again, with its new address.")
NO_SENSE = gettext_noop("The answer makes no sense: what was sent may have been published all the same.")

_OK = (200, 203, 304)
_NOT_DONE = (301, 307, 308)
"""Redirects that ask for the same request elsewhere: it was not done here (RFC 9110 §15.4)."""


def read(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = http.MAX_BYTES,
    timeout: http.Patience | None = None,
    guarded: bool = True,
) -> http.Response:
    """GET `url`: an answer of status 200, 203 or 304. Raises NetworkError for everything else.

    A time-out after the request was sent is Unavailable here, and OutcomeUnknown where something becomes public.
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


def write(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str] | None = None,
    public: bool = False,
    guarded: bool = True,
) -> http.Response:
    """POST `body` to `url`, once: an answer of status 2xx. Raises NetworkError for everything else.

    `public`: it makes something public, so that OutcomeUnknown is raised unless it is certain that nothing happened.
    Otherwise it may be repeated, and fails like a read.
    """
    try:
        response = http.fetch(url, method="POST", headers=headers, body=body, guarded=guarded)
    except http.HttpError as error:
        raise (from_door_of_write(error) if public else from_door(error)) from error
    if not 200 <= response.status < 300:
        words = loose.text(loose.mapping(loose.json(response.body)).get("error"))
        raise from_status_of_write(response, words) if public else from_status(response, words)
    return response


def from_door_of_write(error: http.HttpError) -> NetworkError:
    """What an error of the door means for the call that makes something public: before it was sent nothing happened,
    after it anything may have."""
    match error:
        case http.Refused():
            return Rejected(error.detail)
        case http.NotConnected():
            return Unavailable(error.detail)
        case _:
            return OutcomeUnknown(error.detail)


def from_status_of_write(response: http.Response, words: str = "") -> NetworkError:
    """What a status outside 2xx means for the call that makes something public.

    Only a refusal is certain. 5xx and 408 may come after the deed, also with a Retry-After.
    """
    status = response.status
    if status in _NOT_DONE:
        return Rejected(MOVED)
    if status == 425:  # too early: not processed (RFC 8470)
        return Unavailable(f"HTTP {status}")
    if 400 <= status < 500 and status != 408:
        return from_status(response, words)
    return OutcomeUnknown(words or f"HTTP {status}")


def from_status(response: http.Response, words: str = "") -> NetworkError:
    """What a status outside 2xx means for a read, in the network's own `words` if it said some.

    503 with Retry-After is RateLimited, not Unavailable: the server told when it is back (RFC 9110 §10.2.3), so the
    job waits until then and counts no attempt.
    """
    status = response.status
    detail = words or f"HTTP {status}"
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
