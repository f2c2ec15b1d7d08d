from __future__ import annotations

from django.urls import path

from crisis.api import views

urlpatterns = [
    path("brands/<publicid:brand>/alerts/", views.AlertList.as_view(), name="alerts"),
    path("brands/<publicid:brand>/alerts/<publicid:alert>/", views.AlertDetail.as_view(), name="alert"),
    path("brands/<publicid:brand>/incidents/", views.IncidentList.as_view(), name="incidents"),
    path("brands/<publicid:brand>/incidents/<publicid:incident>/", views.IncidentDetail.as_view(), name="incident"),
]
