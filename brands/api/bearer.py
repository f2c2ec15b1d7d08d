"""`Authorization: Bearer …` on the API. Pages know nothing of tokens, and a token knows nothing of sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from accounts.models import User
from brands import tokens
from brands.api import errors
from brands.models import ApiToken

WRONG_TOKENS = 30
WINDOW = 300
"""So many wrong tokens in so many seconds from one address, then none is looked at until the window ends."""


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token that `request` came with, recognised."""
    return getattr(request, "api_token", None)


class BearerMiddleware:
    """Says who asks, where a token does: before anything looks into the session, and before access is settled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not request.path.startswith("/api/"):
            return self.get_response(request)
        key = f"wrong-tokens:{get_adapter().get_client_ip(request)}"
        wrong: int = cache.get(key, 0)
        if wrong >= WRONG_TOKENS:
            return _refusal(errors.too_many(WINDOW), 429, {"Retry-After": str(WINDOW)})
        token = tokens.recognise(text.strip())
        if token is None:
            cache.set(key, wrong + 1, WINDOW)
            message = _("This token is not valid, or not any more. Make a new one in the brand's settings.")
            return _refusal(errors.body("bad_token", message), 401, {"WWW-Authenticate": "Bearer"})
        request.user = token.user
        request.api_token = token  # type: ignore[attr-defined]
        return self.get_response(request)


class BearerAuthentication(BaseAuthentication):
    """REST framework's view of what the middleware has settled. A token needs no CSRF token beside it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        token = token_of(request._request)  # noqa: SLF001
        return (token.user, token) if token else None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Pace(UserRateThrottle):
    """So many requests a minute for each token; a person in a browser has a count of their own."""

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if token := token_of(request._request):  # noqa: SLF001
            return self.cache_format % {"scope": self.scope, "ident": f"token-{token.pk}"}
        return super().get_cache_key(request, view)


def _refusal(body: dict[str, Any], status: int, headers: dict[str, str]) -> JsonResponse:
    return JsonResponse(body, status=status, headers=headers)
