"""What somebody sees where no view answered: a page, or under /api/ the one shape of errors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

from brands.api import errors


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what is wrong before any view looks, as a thousand parameters."""
    message = _("Something in the request is not right. Nothing was written.")
    return _for_api(request, errors.body("invalid", message), 400) or defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _for_api(request, errors.not_found(), 404) or defaults.page_not_found(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _for_api(request, errors.forbidden(), 403) or defaults.permission_denied(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    message = _("It failed on our side. Nothing was lost; try again, or tell whoever runs this installation.")
    return _for_api(request, errors.body("failed", message), 500) or defaults.server_error(request)


def _for_api(request: HttpRequest, body: dict[str, Any], status: int) -> HttpResponse | None:
    return JsonResponse(body, status=status) if request.path.startswith("/api/") else None
