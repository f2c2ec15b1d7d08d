from __future__ import annotations

from django.urls import path

from reports.api import kpis

urlpatterns = [path("brands/<publicid:brand>/kpis/", kpis.KpiList.as_view(), name="kpis")]
