from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.roles import Need
from core import clock
from monitoring import counts
from monitoring.api import shown
from monitoring.api.inputs import Span


class Counts(BrandApiView):
    """Mentions by day and sentiment, and by network and language: `from` and `to` are days of the brand's zone."""

    need = Need.ENTER

    def get(self, request: Request, brand: str) -> Response:
        span = Span(
            data=request.query_params, context={"today": timezone.localtime(clock.now(), self.brand.zone).date()}
        )
        span.is_valid(raise_exception=True)
        first, last = span.validated_data["first"], span.validated_data["last"]
        return Response(
            {
                "from": first,
                "to": last,
                "days": [shown.day(day) for day in counts.by_day(self.brand, first, last)],
                "networks": counts.totals(self.brand, first, last, "network"),
                "languages": counts.totals(self.brand, first, last, "language"),
            }
        )
