from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ListField, Serializer
from rest_framework.views import APIView

from accounts.models import User
from brands import idempotency
from brands.access import BrandAccess
from brands.api import paging
from brands.api.bearer import BearerAuthentication, Pace
from brands.api.body import Json
from brands.api.errors import answer
from brands.api.inputs import Input
from brands.api.schema import Schema
from brands.models import Brand

KEY = "Idempotency-Key"


class ApiView(APIView):
    """A view of the API. Like every view it names its `need`, and the same middleware settles access before it runs.

    A program comes with a token, the pages with their session, whose writes carry a CSRF token. What a view takes and
    gives stands in its attributes: requests are checked by them, and the OpenAPI document is written from them.
    """

    parameters: ClassVar[type[Input]] = Input
    """What may stand behind the «?» of a GET."""
    takes: ClassVar[dict[str, type[Input]]] = {}
    """By method: the body."""
    gives: ClassVar[dict[str, tuple[int, type[Serializer[Any]] | None]]] = {}
    """By method: status and body of what went well."""
    fails: ClassVar[dict[str, tuple[int, ...]]] = {}
    """By method: statuses of errors beside those that every view has."""

    authentication_classes = (BearerAuthentication, SessionAuthentication)
    permission_classes = ()
    throttle_classes = (Pace,)
    parser_classes: Any = (Json,)
    renderer_classes = (JSONRenderer,)
    schema = Schema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if hasattr(self, (request.method or "").lower()):  # else it is 405, whatever the parameters
            wanted = self.parameters if request.method in {"GET", "HEAD"} else Input
            self.asked = self.checked(wanted, _plain(wanted, request.query_params))

    @property
    def user(self) -> User:
        user = self.request.user
        assert isinstance(user, User)
        return user

    def given(self) -> dict[str, Any]:
        """The body, as `takes` says that it should be. Raises ValidationError."""
        return self.checked(self.takes[self.request.method or ""], self.request.data)

    def checked(self, wanted: type[Input], data: Any) -> dict[str, Any]:
        """`data` as `wanted` says. Raises ValidationError."""
        checked = wanted(data=data, context={"view": self})
        checked.is_valid(raise_exception=True)
        found: dict[str, Any] = checked.validated_data
        return found

    def page(self, rows: QuerySet[Any], shape: type[Serializer[Any]], *, by: str) -> Response:
        """The part of `rows` that was asked for, in order of their column `by`; `parameters` is a Page."""
        found, after = paging.page(rows, by=by, limit=self.asked["limit"], after=self.asked["after"])
        return self.results(shape(found, many=True).data, after)

    def results(self, found: Any, after: str) -> Response:
        """One page of a list, with the address of the next behind `after`; none where that is empty."""
        asked = [(name, value) for name, values in self.request.query_params.lists() for value in values]
        return Response({"results": found, "next": paging.next_address(self.request.path, asked, after)})

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        return answer


def _plain(wanted: type[Input], given: QueryDict) -> dict[str, Any]:
    """Parameters of an address as a body would hold them: lists where `wanted` takes lists, else what came last."""
    lists = {name for name, field in wanted().fields.items() if isinstance(field, ListField)}
    return {name: given.getlist(name) if name in lists else given[name] for name in given}


class BrandApiView(ApiView):
    """A view of the API inside a brand."""

    keyed: ClassVar[bool] = True
    """Whether its writes take an Idempotency-Key."""

    @property
    def access(self) -> BrandAccess:
        access: BrandAccess = self.request._request.brand_access  # type: ignore[attr-defined]  # noqa: SLF001
        return access

    @property
    def brand(self) -> Brand:
        return self.access.brand

    def once(self, request: Request, write: Callable[[], tuple[int, Any]], *, said: Any = None) -> Response:
        """The answer (status, body) of `write`, which runs once for the Idempotency-Key of `request`, if it has one.

        `said` is what makes it the same request, as JSON, where the body is none.
        """

        def plain() -> tuple[int, Any]:
            status, body = write()
            return status, json.loads(JSONRenderer().render(body)) if body is not None else None

        key = request.headers.get(KEY, "")
        if len(key) > idempotency.MAX_KEY or not key.isprintable():
            raise ValidationError({KEY: [_("At most %(n)s printable characters.") % {"n": idempotency.MAX_KEY}]})
        if not key:
            status, body = plain()
        else:
            mark = idempotency.fingerprint(request.method or "", request.path, request.data if said is None else said)
            status, body = idempotency.once(self.brand, self.user, key, mark, plain)
        return Response(body, status)
