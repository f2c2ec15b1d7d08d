from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class TodayConfig(AppConfig):
    name = "today"

    def ready(self) -> None:
        from brands import navigation
        from brands.navigation import Entry
        from brands.roles import Need
        from today.badge import badge

        navigation.register(
            Entry(
                "today",
                pgettext_lazy("section", "Today"),
                "today:brand",
                Need.READ_MENTIONS,
                icon="sun",
                order=-1,
                badge=badge,
            )
        )
        navigation.set_board("today:all")
