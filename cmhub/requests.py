"""What every request carries: an id that logs and the answer share."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core import request_id

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Takes over a caller's id where it is sane, makes one where not; logs and the answer show it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        request_id.set_current(given if _SANE.fullmatch(given) else request_id.new())
        response = self.get_response(request)
        response.headers[HEADER] = request_id.current()
        return response
