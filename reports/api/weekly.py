from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.inputs import Page
from brands.api.shapes import page_of
from brands.roles import Need
from reports.api import report_shapes
from reports.models import WeeklyReport
from reports.weekly import telling
from reports.weekly.telling import Report


class ReportList(BrandApiView):
    """Approved weekly reports of the brand, the oldest first."""

    need = Need.READ_REPORTS
    parameters = Page
    gives = {"GET": (200, page_of(report_shapes.ReportShape))}

    def get(self, request: Request, brand: str) -> Response:
        return self.page(approved(), report_shapes.ReportShape, by="first")


class OneReport(BrandApiView):
    """An approved report: figures as they were, findings, conclusions, decisions, in the caller's language."""

    need = Need.READ_REPORTS
    gives = {"GET": (200, report_shapes.FullReportShape)}

    def get(self, request: Request, brand: str, report: str) -> Response:
        row: WeeklyReport = get_object_or_404(approved(), public_id=report)
        told = telling.of(row, (get_language() or row.language).partition("-")[0])
        return Response(report_shapes.FullReportShape(_full(row, told)).data)


def approved() -> QuerySet[WeeklyReport]:
    """What does not change any more: the API gives nothing else."""
    rows: QuerySet[WeeklyReport] = WeeklyReport.objects.exclude(approved_at=None)
    return rows


def _full(row: WeeklyReport, told: Report) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("public_id", "first", "last", "approved_at", "sent_at", "language")}
    sentences = ["".join(part.text for part in told.lede), *(finding.text for finding in told.findings)]
    return plain | {
        "title": told.title,
        "findings": [sentence for sentence in sentences if sentence],
        "conclusions": "\n\n".join(told.conclusions),
        "decisions": row.written["decisions"],
        "former": row.written["former"],
        "figures": [
            {"key": kpi.key, "name": kpi.name, "value": kpi.number, "before": kpi.number_before, "text": kpi.value}
            for kpi in told.kpis
        ],
    }
