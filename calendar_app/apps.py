from __future__ import annotations

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "calendar_app"

    def ready(self) -> None:
        from brands import notices, wording
        from calendar_app.publishing.wording import EVENTS, NOTICES

        wording.register(EVENTS)
        notices.register(*NOTICES)
