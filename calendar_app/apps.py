from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CalendarConfig(AppConfig):
    name = "calendar_app"

    def ready(self) -> None:
        from brands import attention, navigation, notices, webhooks, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from calendar_app.attention import KINDS
        from calendar_app.file_uses import USERS
        from calendar_app.publishing.wording import EVENTS, NOTICES, WEBHOOKS
        from calendar_app.waiting import for_accounts
        from calendar_app.wording import IMPORTS, PLANNING
        from channels import waiting
        from media import uses

        calendar, reads = pgettext_lazy("section", "Calendar"), Need.READ_POSTS
        publishing, runs = pgettext_lazy("tab", "Publishing"), Need.MANAGE_BRAND
        navigation.register(
            Entry("calendar", calendar, "calendar:calendar", reads, group="publish", icon="calendar-event"),
            Entry("posts", pgettext_lazy("tab", "Calendar"), "calendar:calendar", reads, under="calendar", order=1),
            Entry("slots", pgettext_lazy("tab", "Slots"), "calendar:slots", reads, under="calendar", order=2),
            Entry("series", pgettext_lazy("tab", "Repeating"), "calendar:series", reads, under="calendar", order=3),
            Entry(
                "imports",
                pgettext_lazy("tab", "Import"),
                "calendar:imports",
                Need.WRITE_POSTS,
                under="calendar",
                order=4,
            ),
            Entry(
                "subscription",
                pgettext_lazy("calendar", "Subscribe"),
                "calendar:subscription",
                reads,
                under="calendar",
                order=9,
            ),
            Entry("publishing", publishing, "calendar:rules", runs, under="settings", order=4),
        )
        uses.register(USERS)
        wording.register(EVENTS | PLANNING)
        notices.register(*NOTICES, *IMPORTS)
        attention.register(*KINDS)
        waiting.register(for_accounts)
        for name, label in WEBHOOKS.items():
            webhooks.register_event(name, label)
