"""Every error of the API in one shape: {"error": {"code", "message", …}}, as brands.api.schema describes it."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework import exceptions, status
from rest_framework.response import Response

from brands.idempotency import KeyReused
from core.versions import StaleWrite


class Misplaced(exceptions.ValidationError):
    """One field is wrong, and the writer can be shown where: at `position`, for `length` characters."""

    def __init__(self, field: str, message: str, position: int, length: int) -> None:
        super().__init__({field: [message]})
        self.places = {field: {"position": position, "length": length}}


def body(code: str, message: str, **more: dict[str, Any]) -> dict[str, Any]:
    """An error as JSON. `message` is for a person, `code` for a program; `more` are fields, places or current."""
    return {"error": {"code": code, "message": message} | {name: said for name, said in more.items() if said}}


def answer(error: Exception, _context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. None for what is not ours to explain: it becomes a 500, and is logged."""
    match error:
        case StaleWrite():
            # Both texts live on: the caller has one, the other comes back with the version to write over.
            now = {name: getattr(error.current, name) for name in error.wanted}
            message = _("Somebody changed it meanwhile. Nothing was written; look at both and write again.")
            current = now | {"version": error.current.version}
            return Response(body("stale", message, current=current), status.HTTP_409_CONFLICT)
        case KeyReused():
            message = _("This Idempotency-Key came before with another request. Nothing was written; use a new key.")
            return Response(body("key_reused", message), status.HTTP_409_CONFLICT)
        case Http404():
            return Response(not_found(), status.HTTP_404_NOT_FOUND)
        case PermissionDenied():
            return Response(forbidden(), status.HTTP_403_FORBIDDEN)
        case exceptions.ValidationError():
            message = _("Something in the request is not right. Nothing was written.")
            places = getattr(error, "places", {})
            return Response(body("invalid", message, fields=_fields(error.detail), places=places), error.status_code)
        case exceptions.Throttled():
            seconds = math.ceil(getattr(error, "wait", None) or 60)
            return Response(too_many(seconds), error.status_code, headers={"Retry-After": str(seconds)})
        case exceptions.APIException():
            return Response(body(str(error.default_code), str(error.detail)), error.status_code)
    return None


def not_found() -> dict[str, Any]:
    """What strangers get too: for them it does not exist."""
    return body("not_found", _("There is nothing at this address, or it is not yours."))


def forbidden() -> dict[str, Any]:
    """What members get whose role does not allow it."""
    return body("forbidden", _("Your role in this brand does not allow this. Ask one of its managers."))


def too_many(seconds: int) -> dict[str, Any]:
    """What who asks too often gets."""
    message = ngettext("Too many requests. Wait %(n)s second.", "Too many requests. Wait %(n)s seconds.", seconds)
    return body("too_many", message % {"n": seconds})


def _fields(detail: Any) -> dict[str, Any]:
    """What is wrong by field; a list's items and an object's parts are named «tags.2»."""
    if not isinstance(detail, dict):
        return {"request": detail}
    flat: dict[str, Any] = {}
    for name, said in detail.items():
        inner = _fields(said) if isinstance(said, dict) else {"": said}
        flat |= {f"{name}.{part}".rstrip("."): texts for part, texts in inner.items()}
    return flat
