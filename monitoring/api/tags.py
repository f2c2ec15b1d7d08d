from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.inputs import Page
from brands.api.shapes import page_of
from brands.roles import Need
from monitoring import queries
from monitoring.api import shapes


class TagList(BrandApiView):
    """The brand's tags by name. A PATCH of a mention makes new ones."""

    need = Need.READ_MENTIONS
    parameters = Page
    gives = {"GET": (200, page_of(shapes.Tag))}

    def get(self, request: Request, brand: str) -> Response:
        return self.page(queries.tags(self.brand), shapes.Tag, by="sort_key")
