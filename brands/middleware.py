"""The one place where a request meets its brand: need, access, scope and actor, for every view there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from brands import access, events, tokens
from brands.models import ApiToken
from brands.roles import Need
from brands.scope import brand_scope

# Packages whose views guard themselves: allauth asks for sign-in, rate-limits and re-authenticates on its own.
SELF_GUARDED = ("allauth.", "django.views.", "django.contrib.staticfiles.")
SAFE = ("GET", "HEAD", "OPTIONS")


def need_of(view: Callable[..., Any], method: str) -> Need | None:
    """The permission that `view` names for `method`; None for views that guard themselves.

    A view names it as `need = Need.X`, or `need = {"GET": Need.X, "POST": Need.Y}`; HEAD and OPTIONS go as GET.
    Raises ImproperlyConfigured for a view that names none: it never runs.
    """
    cls = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    need = getattr(cls, "need", None)
    if need is None:
        if (getattr(view, "__module__", "") or "").startswith(SELF_GUARDED):
            return None
        raise ImproperlyConfigured(f"{view!r} names no need")
    if isinstance(need, dict):
        method = "GET" if method in SAFE else method
        # A method that the view does not speak: its own 405 comes after the mildest of its needs.
        return Need(need.get(method) or need["GET"])
    return Need(need)


class AccessMiddleware:
    """Settles who may, opens the brand's scope, and closes it after the last byte of the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as stack:
            request.access_scope = stack  # type: ignore[attr-defined]
            response = self.get_response(request)
        entered = getattr(request, "brand_access", None)
        if entered and isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _in_scope(entered.brand.pk, iter(response.streaming_content))  # type: ignore[arg-type]
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        need = need_of(view, request.method or "GET")
        if need in (None, Need.ANYONE):
            return None
        if not isinstance(request.user, User):
            return _please_sign_in(request)
        if need is Need.OPERATOR and not request.user.is_operator:
            raise Http404
        token: ApiToken | None = getattr(request, "api_token", None)
        try:
            self._enter(request, need, kwargs, token)
        except access.NotFound as error:
            raise Http404 from error
        except access.Denied as error:
            raise PermissionDenied(str(error.need)) from error
        if token and token.scope == ApiToken.Scope.READ and request.method not in SAFE:
            return _read_only()
        if token:
            tokens.note_use(token)
        return None

    @staticmethod
    def _enter(request: HttpRequest, need: Need, kwargs: dict[str, Any], token: ApiToken | None) -> None:
        user = request.user
        assert isinstance(user, User)
        stack: ExitStack = request.access_scope  # type: ignore[attr-defined]
        actor = events.person(user)
        if token and need is not Need.SIGNED_IN and kwargs.get("brand") != token.brand.public_id:
            raise access.NotFound  # a token opens its own brand, whatever else its person may enter
        if "brand" in kwargs:
            entered = access.brand_for(user, kwargs["brand"], need)
            request.brand_access = entered  # type: ignore[attr-defined]
            stack.enter_context(brand_scope(entered.brand.pk))
            stack.enter_context(timezone.override(entered.brand.zone))
            actor = events.by_token(token) if token else events.person(user, by_grant=entered.by_grant)
        elif "workspace" in kwargs:
            request.workspace_access = access.workspace_for(user, kwargs["workspace"], need)  # type: ignore[attr-defined]
        if "brand" not in kwargs:
            stack.enter_context(timezone.override(user.zone))
        stack.enter_context(events.acting(actor))


def _in_scope(brand_id: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks of a stream, each made inside the brand's scope: the view has long returned by then."""
    while True:
        with brand_scope(brand_id):
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        yield chunk


def _read_only() -> HttpResponse:
    message = _("This token may only read. For this, make one that may write, in the brand's settings.")
    return JsonResponse({"error": {"code": "read_only", "message": message}}, status=403)


def _please_sign_in(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"error": {"code": "sign_in", "message": _("Sign in first.")}}, status=401)
    if request.headers.get("HX-Request"):  # a piece of a page: the whole page has to go, not the sign-in into its place
        return HttpResponse(status=401, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())
