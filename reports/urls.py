from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from reports.views import kpis

app_name = "reports"

_reports: list[URLPattern | URLResolver] = [
    path("kpis/", kpis.Kpis.as_view(), name="kpis"),
]

urlpatterns = [path("b/<publicid:brand>/reports/", include(_reports))]
