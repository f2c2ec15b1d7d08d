from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from crisis.views import alerts, watches

app_name = "crisis"

_alert = [
    path("", alerts.AlertPage.as_view(), name="alert"),
    path("dismiss/", alerts.Dismiss.as_view(), name="alert_dismiss"),
    path("mute/", alerts.Mute.as_view(), name="alert_mute"),
]

_crisis: list[URLPattern | URLResolver] = [
    path("alerts/", alerts.Alerts.as_view(), name="alerts"),
    path("alerts/<publicid:alert>/", include(_alert)),
    path("watched/", watches.Watches.as_view(), name="watches"),
    path("watched/<publicid:topic>/", watches.WatchPage.as_view(), name="watch"),
]

urlpatterns = [path("b/<publicid:brand>/crisis/", include(_crisis))]
