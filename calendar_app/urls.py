from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from calendar_app.views import agency, calendar, moving, rules, series, slots, subscription

app_name = "calendar"

_series = [
    path("", series.OneSeries.as_view(), name="series_one"),
    path("stop/", series.Stop.as_view(), name="series_stop"),
    path("<publicid:post>/skip/", series.SkipOne.as_view(), name="series_skip"),
    path("<publicid:post>/spread/", series.Spread.as_view(), name="series_spread"),
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
