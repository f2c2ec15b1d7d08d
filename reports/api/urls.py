from __future__ import annotations

from django.urls import path

from reports.api import kpis, weekly

urlpatterns = [
    path("brands/<publicid:brand>/kpis/", kpis.KpiList.as_view(), name="kpis"),
    path("brands/<publicid:brand>/reports/", weekly.ReportList.as_view(), name="reports"),
    path("brands/<publicid:brand>/reports/<publicid:report>/", weekly.OneReport.as_view(), name="report"),
]
