from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self) -> None:
        from brands import attention, navigation, notices, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from monitoring import receivers  # noqa: F401 - connects them
        from monitoring.attention import KINDS
        from monitoring.wording import EVENTS, NOTICES

        overview, listening = pgettext_lazy("page", "Overview"), pgettext_lazy("section", "Listening")
        reads = Need.READ_MENTIONS
        navigation.register(
            Entry("overview", overview, "monitoring:overview", Need.ENTER, icon="layout-dashboard"),
            Entry("listening", listening, "monitoring:mentions", reads, group="listen", icon="ear"),
            Entry("mentions", _("Mentions"), "monitoring:mentions", reads, under="listening", order=1),
            Entry("topics", _("Topics"), "monitoring:topics", reads, under="listening", order=2),
            Entry("sources", _("Sources"), "monitoring:sources", reads, under="listening", order=3),
            Entry("retention", _("Retention"), "monitoring:retention", Need.MANAGE_BRAND, under="settings", order=4),
        )
        wording.register(EVENTS)
        notices.register(*NOTICES)
        attention.register(*KINDS)
