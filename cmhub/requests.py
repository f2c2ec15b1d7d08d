"""What every request carries: an id that logs and the answer share."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core import request_id

HEADER = "X-Request-ID"
_QUIET = {"healthz", "readyz"}  # asked every few seconds by machines
log = logging.getLogger(__name__)
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Takes over a caller's id where it is sane, makes one where not; logs and the answer show it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        identity = given if _SANE.fullmatch(given) else request_id.new()
        request_id.set_current(identity)
        started = time.monotonic()
        response = self.get_response(request)
        response.headers[HEADER] = identity
        _log(request, response, time.monotonic() - started)
        return response


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """One line a request. The pattern, not the address: addresses carry tokens of invitations and resets."""
    route = request.resolver_match.route if request.resolver_match else "?"
    if route in _QUIET and response.status_code < 400:
        return
    facts = {"status": response.status_code, "ms": round(seconds * 1000)}
    log.info("%s /%s", request.method, route, extra=facts)
