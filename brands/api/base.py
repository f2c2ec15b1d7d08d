from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from brands import idempotency
from brands.access import BrandAccess
from brands.api.bearer import BearerAuthentication, Pace
from brands.api.errors import answer
from brands.models import Brand

KEY = "Idempotency-Key"


class ApiView(APIView):
    """A view of the API. Like every view it names its `need`, and the same middleware settles access before it runs.

    A program comes with a token, the pages with their session, whose writes carry a CSRF token.
    """

    authentication_classes = (BearerAuthentication, SessionAuthentication)
    permission_classes = ()
    throttle_classes = (Pace,)
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)

    @property
    def user(self) -> User:
        user = self.request.user
        assert isinstance(user, User)
        return user

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        return answer


class BrandApiView(ApiView):
    """A view of the API inside a brand."""

    @property
    def access(self) -> BrandAccess:
        access: BrandAccess = self.request._request.brand_access  # type: ignore[attr-defined]  # noqa: SLF001
        return access

    @property
    def brand(self) -> Brand:
        return self.access.brand

    def once(self, request: Request, write: Callable[[], tuple[int, Any]]) -> Response:
        """The answer (status, body) of `write`, which runs once for the Idempotency-Key of `request`, if it has one."""

        def plain() -> tuple[int, Any]:
            status, body = write()
            return status, json.loads(JSONRenderer().render(body)) if body is not None else None

        key = request.headers.get(KEY, "")
        if len(key) > idempotency.MAX_KEY:
            raise ValidationError({KEY: [_("At most %(n)s characters.") % {"n": idempotency.MAX_KEY}]})
        if not key:
            status, body = plain()
        else:
            mark = idempotency.fingerprint(request.method or "", request.path, request.data)
            status, body = idempotency.once(self.brand, self.user, key, mark, plain)
        return Response(body, status)
