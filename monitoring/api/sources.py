from __future__ import annotations

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.inputs import Page
from brands.api.shapes import page_of
from brands.roles import Need
from monitoring import sources
from monitoring.api.inputs import NewSource, SourceChange
from monitoring.api.shapes import SourceShape
from monitoring.models import Source


class AlreadyThere(APIException):
    status_code = 409
    default_code = "already_there"

    def __init__(self, there: Source) -> None:
        super().__init__(_("The brand listens to this address already: %(source)s.") % {"source": there})


class SourceList(BrandApiView):
    """The brand's sources, the oldest first."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.MANAGE_SOURCES}
    parameters = Page
    takes = {"POST": NewSource}
    gives = {"GET": (200, page_of(SourceShape)), "POST": (201, SourceShape)}

    def get(self, request: Request, brand: str) -> Response:
        return self.page(Source.objects.all(), SourceShape, by="created_at")

    def post(self, request: Request, brand: str) -> Response:
        """Listen to an address from now on. One that was removed in the last 30 days comes back with its history."""
        given = self.given()
        return self.once(request, lambda: (201, self._add(**given)))

    def _add(self, network: str, address: str, title: str, **options: Any) -> Any:
        try:
            row = sources.add_source(
                self.brand, network, address, by=self.user, title=title, named=bool(title), **options
            )
        except sources.AlreadyThere as there:
            raise AlreadyThere(there.source) from there
        return SourceShape(row).data


class SourceDetail(BrandApiView):
    """One source."""

    need = {"GET": Need.READ_MENTIONS, "PATCH": Need.MANAGE_SOURCES, "DELETE": Need.MANAGE_SOURCES}
    takes = {"PATCH": SourceChange}
    gives = {"GET": (200, SourceShape), "PATCH": (200, SourceShape), "DELETE": (204, None)}

    def get(self, request: Request, brand: str, source: str) -> Response:
        return Response(SourceShape(get_object_or_404(Source, public_id=source)).data)

    def patch(self, request: Request, brand: str, source: str) -> Response:
        """Change a source, pause it, or go on listening."""
        row = get_object_or_404(Source, public_id=source)
        given = self.given()
        return self.once(request, lambda: (200, self._change(row, given)))

    def delete(self, request: Request, brand: str, source: str) -> Response:
        """Take a source away. It can be restored for 30 days; its mentions stay."""
        row = get_object_or_404(Source, public_id=source)

        def write() -> tuple[int, Any]:
            sources.remove(row)
            return 204, None

        return self.once(request, write)

    @staticmethod
    def _change(row: Source, changes: dict[str, Any]) -> Any:
        paused, seen = changes.pop("paused", None), changes.pop("version", 0)
        with transaction.atomic():
            if changes:
                sources.edit(row, seen=seen, **changes)
            if paused is not None:
                (sources.pause if paused else sources.resume)(row)
        return SourceShape(Source.objects.get(pk=row.pk)).data


class SourceRestore(BrandApiView):
    """Bring back a source that was removed in the last 30 days."""

    need = Need.MANAGE_SOURCES
    gives = {"POST": (200, SourceShape)}

    def post(self, request: Request, brand: str, source: str) -> Response:
        row = get_object_or_404(Source.with_deleted.exclude(deleted_at=None), public_id=source)

        def write() -> tuple[int, Any]:
            try:
                return 200, SourceShape(sources.restore(row)).data
            except sources.AlreadyThere as there:
                raise AlreadyThere(there.source) from there

        return self.once(request, write)
