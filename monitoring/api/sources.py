from __future__ import annotations

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.roles import Need
from monitoring import sources
from monitoring.api import shown
from monitoring.api.inputs import NewSource, SourceChange
from monitoring.models import Source


class AlreadyThere(APIException):
    status_code = 409
    default_code = "already_there"


class SourceList(BrandApiView):
    """The brand's sources; a POST adds one. Whether its address holds a feed, the first poll says."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.MANAGE_SOURCES}

    def get(self, request: Request, brand: str) -> Response:
        return Response({"results": [shown.source(row) for row in Source.objects.order_by("created_at", "pk")]})

    def post(self, request: Request, brand: str) -> Response:
        given = NewSource(data=request.data)
        given.is_valid(raise_exception=True)
        return self.once(request, lambda: (201, self._add(**given.validated_data)))

    def _add(self, network: str, address: str, title: str, **options: Any) -> dict[str, Any]:
        try:
            row = sources.add_source(
                self.brand, network, address, by=self.user, title=title, named=bool(title), **options
            )
        except sources.AlreadyThere as there:
            message = _("The brand listens to this address already: %(source)s.") % {"source": there.source}
            raise AlreadyThere(message) from there
        return shown.source(row)


class SourceDetail(BrandApiView):
    """One source. DELETE hides it for 30 days; its mentions stay."""

    need = {"GET": Need.READ_MENTIONS, "PATCH": Need.MANAGE_SOURCES, "DELETE": Need.MANAGE_SOURCES}

    def get(self, request: Request, brand: str, source: str) -> Response:
        return Response(shown.source(get_object_or_404(Source, public_id=source)))

    def patch(self, request: Request, brand: str, source: str) -> Response:
        row = get_object_or_404(Source, public_id=source)
        change = SourceChange(data=request.data)
        change.is_valid(raise_exception=True)
        return self.once(request, lambda: (200, self._change(row, dict(change.validated_data))))

    def delete(self, request: Request, brand: str, source: str) -> Response:
        row = get_object_or_404(Source, public_id=source)

        def write() -> tuple[int, Any]:
            sources.remove(row)
            return 204, None

        return self.once(request, write)

    @staticmethod
    def _change(row: Source, changes: dict[str, Any]) -> dict[str, Any]:
        paused, seen = changes.pop("paused", None), changes.pop("version", 0)
        with transaction.atomic():
            if changes:
                sources.edit(row, seen=seen, **changes)
            if paused is not None:
                (sources.pause if paused else sources.resume)(row)
        return shown.source(Source.objects.get(pk=row.pk))
