from __future__ import annotations

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "calendar_app"

    def ready(self) -> None:
        from brands import notices, webhooks, wording
        from calendar_app.file_uses import USERS
        from calendar_app.publishing.wording import EVENTS, NOTICES, WEBHOOKS
        from calendar_app.waiting import for_accounts
        from channels import waiting
        from media import uses

        uses.register(USERS)
        wording.register(EVENTS)
        notices.register(*NOTICES)
        waiting.register(for_accounts)
        for name, label in WEBHOOKS.items():
            webhooks.register_event(name, label)
