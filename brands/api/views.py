from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from brands import access
from brands.api import shapes
from brands.api.base import ApiView, BrandApiView
from brands.api.bearer import token_of
from brands.api.inputs import Page
from brands.roles import Need


class BrandList(ApiView):
    """The brands that the caller has a role in; with a token, the token's own."""

    need = Need.SIGNED_IN
    parameters = Page
    gives = {"GET": (200, shapes.page_of(shapes.Brand))}

    def get(self, request: Request) -> Response:
        found = access.brands_of(self.user)
        if token := token_of(request._request):  # noqa: SLF001
            found = found.filter(pk=token.brand_id)
        return self.page(found, shapes.Brand, by="sort_key")


class BrandDetail(BrandApiView):
    """One brand, and the caller's role in it."""

    need = Need.ENTER
    gives = {"GET": (200, shapes.BrandWithRole)}

    def get(self, request: Request, brand: str) -> Response:
        return Response(shapes.Brand(self.brand).data | {"role": self.access.role})


class Document(ApiView):
    """What the API takes and gives, as an OpenAPI document."""

    need = Need.ANYONE

    def get(self, request: Request) -> Response:
        return Response(document())


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document; the same as docs/openapi.yaml."""
    with translation.override("en"):
        described: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return described
