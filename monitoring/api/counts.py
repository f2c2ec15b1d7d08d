from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.roles import Need
from core import clock
from monitoring import counts
from monitoring.api import shapes
from monitoring.api.inputs import Span, SpanOfHours
from monitoring.models import Topic


class _CountView(BrandApiView):
    need = Need.ENTER

    @property
    def today(self) -> date:
        return timezone.localtime(clock.now(), self.brand.zone).date()

    @property
    def span(self) -> tuple[date, date, Topic | None]:
        """First day, last day and topic that were asked for. Raises Http404 for a topic that is not there."""
        topic = get_object_or_404(Topic, public_id=self.asked["topic"]) if self.asked["topic"] else None
        return self.asked["first"], self.asked["last"], topic


class Counts(_CountView):
    """Mentions by day and sentiment, and their shares by network, language, sentiment and topic."""

    parameters = Span
    gives = {"GET": (200, shapes.Counts)}

    def get(self, request: Request, brand: str) -> Response:
        first, last, topic = self.span
        days = counts.by_day(self.brand, first, last, topic)
        shares = {name: counts.totals(self.brand, first, last, by, topic) for name, by in shapes.SHARES.items()}
        found = {
            "from": first,
            "to": last,
            "days": [{"day": day.date, **day.by_sentiment, "total": day.total} for day in days],
            "topics": self._topics(first, last),
            **shares,
        }
        return Response(shapes.Counts(found).data)

    def _topics(self, first: date, last: date) -> list[dict[str, Any]]:
        totals = counts.totals(self.brand, first, last, "topic")
        named = Topic.objects.in_bulk(list(totals))
        return [
            {"id": named[pk].public_id, "name": named[pk].name, "total": total}
            for pk, total in totals.items()
            if pk in named
        ]


class CountsByHour(_CountView):
    """Mentions by hour and sentiment."""

    parameters = SpanOfHours
    gives = {"GET": (200, shapes.Hours)}

    def get(self, request: Request, brand: str) -> Response:
        found = counts.by_hour(self.brand, *self.span)
        hours = [{"hour": hour, **by_sentiment, "total": sum(by_sentiment.values())} for hour, by_sentiment in found]
        return Response(shapes.Hours({"hours": hours}).data)
