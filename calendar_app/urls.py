from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from calendar_app.views import agency, calendar, imports, moving, rules, series, slots, subscription

app_name = "calendar"

_series = [
    path("", series.OneSeries.as_view(), name="series_one"),
    path("stop/", series.Stop.as_view(), name="series_stop"),
    path("<publicid:post>/skip/", series.SkipOne.as_view(), name="series_skip"),
    path("<publicid:post>/spread/", series.Spread.as_view(), name="series_spread"),
]

_import = [
    path("", imports.ImportPage.as_view(), name="import"),
    path("sheet/", imports.ImportSheet.as_view(), name="import_sheet"),
    path("stop/", imports.ImportStop.as_view(), name="import_stop"),
    path("go-on/", imports.ImportGoOn.as_view(), name="import_go_on"),
    path("undo/", imports.ImportUndo.as_view(), name="import_undo"),
    path("discard/", imports.ImportDiscard.as_view(), name="import_discard"),
    path("left-out.csv", imports.LeftOut.as_view(), {"kind": "csv"}, name="import_left_out_csv"),
    path("left-out.xlsx", imports.LeftOut.as_view(), {"kind": "xlsx"}, name="import_left_out_xlsx"),
]

_calendar: list[URLPattern | URLResolver] = [
    path("", calendar.Calendar.as_view(), name="calendar"),
    path("events/", calendar.Events.as_view(), name="events"),
    path("move/", moving.Move.as_view(), name="move"),
    path("act/", moving.Act.as_view(), name="act"),
    path("undo/", moving.Undo.as_view(), name="undo"),
    path("series/", series.AllSeries.as_view(), name="series"),
    path("series/<publicid:series>/", include(_series)),
    path("repeat/<publicid:post>/", series.Repeat.as_view(), name="repeat"),
    path("subscribe/", subscription.Subscription.as_view(), name="subscription"),
    path("import/", imports.Imports.as_view(), name="imports"),
    path("import/template.csv", imports.Template.as_view(), {"kind": "csv"}, name="import_template_csv"),
    path("import/template.xlsx", imports.Template.as_view(), {"kind": "xlsx"}, name="import_template_xlsx"),
    path("import/<publicid:batch>/", include(_import)),
    path("slots/", slots.Slots.as_view(), name="slots"),
    path("slots/<publicid:slot>/remove/", slots.RemoveSlot.as_view(), name="slot_remove"),
]

_brand: list[URLPattern | URLResolver] = [
    path("calendar/", include(_calendar)),
    path("settings/publishing/", rules.Rules.as_view(), name="rules"),
]

urlpatterns = [
    path("calendar/", agency.Agency.as_view(), name="agency"),
    path("calendar/ical/<str:secret>.ics", subscription.Feed.as_view(), name="ical"),
    path("calendar/events/", agency.AgencyEvents.as_view(), name="agency_events"),
    path("b/<publicid:brand>/", include(_brand)),
]
