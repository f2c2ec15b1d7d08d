from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.shapes import page_of
from brands.roles import Need
from calendar_app.models import Hold
from crisis import outcomes
from crisis.api.inputs import AlertFilters, IncidentFilters
from crisis.api.shapes import AlertShape, IncidentDetailShape, IncidentShape
from crisis.models import Alert, Incident, IncidentNote, IncidentTask
from crisis.outcomes import Outcome
from monitoring.models import Topic


class AlertList(BrandApiView):
    """Alerts of the brand, the oldest first."""

    need = Need.READ_MENTIONS
    parameters = AlertFilters
    gives = {"GET": (200, page_of(AlertShape))}

    def get(self, request: Request, brand: str) -> Response:
        rows, asked = _alerts(), self.asked
        for name in ("state", "metric"):
            rows = rows.filter(**{name: asked[name]}) if asked.get(name) else rows
        if asked.get("topic"):
            rows = rows.filter(topic=get_object_or_404(Topic, public_id=asked["topic"]))
        return self.page(_since(rows, "raised_at", asked.get("since")), AlertShape, by="raised_at")


class AlertDetail(BrandApiView):
    """One alert, with what moved."""

    need = Need.READ_MENTIONS
    gives = {"GET": (200, AlertShape)}

    def get(self, request: Request, brand: str, alert: str) -> Response:
        return Response(AlertShape(get_object_or_404(_alerts(), public_id=alert)).data)


class IncidentList(BrandApiView):
    """Incidents of the brand, the oldest first."""

    need = Need.READ_MENTIONS
    parameters = IncidentFilters
    gives = {"GET": (200, page_of(IncidentShape))}

    def get(self, request: Request, brand: str) -> Response:
        rows, asked = _incidents(), self.asked
        if asked.get("state"):
            rows = rows.filter(closed_at__isnull=asked["state"] == "open")
        rows = rows.filter(level=asked["level"]) if asked.get("level") else rows
        return self.page(_since(rows, "opened_at", asked.get("since")), IncidentShape, by="opened_at")


class IncidentDetail(BrandApiView):
    """One incident: its plan, its notes, its holds, and what became of all that they caught."""

    need = Need.READ_MENTIONS
    gives = {"GET": (200, IncidentDetailShape)}

    def get(self, request: Request, brand: str, incident: str) -> Response:
        row: Incident = get_object_or_404(_incidents(), public_id=incident)
        return Response(IncidentDetailShape(_Whole(row)).data)


class _Whole:
    """An incident with all that belongs to it, as its shape reads it."""

    def __init__(self, row: Incident) -> None:
        self._row = row
        alerts = Alert.objects.filter(incident=row).order_by("raised_at", "pk")
        self.alerts = list(alerts.values_list("public_id", flat=True))
        self.tasks = IncidentTask.objects.filter(incident=row).select_related("who__user").order_by("pk")
        self.notes = IncidentNote.objects.filter(incident=row).select_related("by").order_by("at", "pk")
        self.held = outcomes.of(row)
        self.holds = [_counted(hold, self.held) for hold in outcomes.holds_of(row)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _counted(hold: Hold, held: list[Outcome]) -> dict[str, Any]:
    mine = [one for one in held if one.publication.hold_id == hold.pk]
    return {"hold": hold, "caught": len(mine), "undecided": sum(one.waits for one in mine)}


def _alerts() -> QuerySet[Alert]:
    return Alert.objects.select_related("topic", "incident")


def _incidents() -> QuerySet[Incident]:
    return Incident.objects.select_related("topic", "lead__user")


def _since(rows: QuerySet[Any], column: str, since: datetime | None) -> QuerySet[Any]:
    return rows.filter(**{f"{column}__gte": since}) if since else rows
