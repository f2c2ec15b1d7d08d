from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from brands import access
from brands.api.base import ApiView, BrandApiView
from brands.api.bearer import token_of
from brands.models import Brand
from brands.roles import Need


class BrandList(ApiView):
    """The brands that the caller has a role in; with a token, the token's own."""

    need = Need.SIGNED_IN

    def get(self, request: Request) -> Response:
        found = access.brands_of(self.user)
        if token := token_of(request._request):  # noqa: SLF001
            found = found.filter(pk=token.brand_id)
        return Response({"results": [shown(brand) for brand in found]})


class BrandDetail(BrandApiView):
    """One brand, and the caller's role in it."""

    need = Need.ENTER

    def get(self, request: Request, brand: str) -> Response:
        return Response(shown(self.brand) | {"role": self.access.role})


def shown(brand: Brand) -> dict[str, Any]:
    """A brand as JSON."""
    return {
        "id": brand.public_id,
        "name": brand.name,
        "workspace": {"id": brand.workspace.public_id, "name": brand.workspace.name},
        "time_zone": brand.time_zone,
        "languages": brand.languages,
        "country": brand.country,
    }
