from __future__ import annotations

from datetime import date
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.roles import Need
from reports import periods
from reports.api import inputs, shapes
from reports.measuring import Figure, measure
from reports.periods import Period


class KpiList(BrandApiView):
    """Every KPI over some days, beside as many days before, with its course by day."""

    need = Need.READ_MENTIONS
    parameters = inputs.Days
    gives = {"GET": (200, shapes.KpisShape)}

    @property
    def today(self) -> date:
        return periods.today_of(self.brand)

    def get(self, request: Request, brand: str) -> Response:
        measured = measure(self.brand, Period(self.asked["first"], self.asked["last"]))
        found = {
            "from": measured.period.first,
            "to": measured.period.last,
            "kpis": [_told(figure) for figure in measured.figures.values()],
        }
        return Response(shapes.KpisShape(found).data)


def _told(figure: Figure) -> dict[str, Any]:
    kpi = figure.kpi
    named = {"key": kpi.key, "name": kpi.name, "unit": kpi.unit, "better": kpi.better}
    plain = ("value", "why", "before", "why_before", "change", "notes", "days")
    return named | {name: getattr(figure, name) for name in plain}
