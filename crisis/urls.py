from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from crisis.views import alerts, holds, incidents, watches

app_name = "crisis"

_alert = [
    path("", alerts.AlertPage.as_view(), name="alert"),
    path("dismiss/", alerts.Dismiss.as_view(), name="alert_dismiss"),
    path("mute/", alerts.Mute.as_view(), name="alert_mute"),
]

_incident = [
    path("", incidents.IncidentPage.as_view(), name="incident"),
    path("pdf/", incidents.IncidentPdf.as_view(), name="incident_pdf"),
    path("edit/", incidents.EditIncident.as_view(), name="incident_edit"),
    path("notes/", incidents.Note.as_view(), name="incident_note"),
    path("tasks/", incidents.AddTask.as_view(), name="incident_task"),
    path("tasks/<publicid:task>/done/", incidents.TaskDone.as_view(), name="incident_task_done"),
    path("close/", incidents.Close.as_view(), name="incident_close"),
    path("reopen/", incidents.Reopen.as_view(), name="incident_reopen"),
    path("hold/", holds.PlaceHold.as_view(), name="hold"),
    path("hold/<publicid:hold>/lift/", holds.Lift.as_view(), name="hold_lift"),
    path("held/", holds.Review.as_view(), name="review"),
]

_crisis: list[URLPattern | URLResolver] = [
    path("", incidents.Incidents.as_view(), name="incidents"),
    path("new/", incidents.NewIncident.as_view(), name="incident_new"),
    path("incidents/<publicid:incident>/", include(_incident)),
    path("alerts/", alerts.Alerts.as_view(), name="alerts"),
    path("alerts/<publicid:alert>/", include(_alert)),
    path("watched/", watches.Watches.as_view(), name="watches"),
    path("watched/<publicid:topic>/", watches.WatchPage.as_view(), name="watch"),
]

urlpatterns = [path("b/<publicid:brand>/crisis/", include(_crisis))]
