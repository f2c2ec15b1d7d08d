"""What was reached: KPIs, and the documents that directors and clients read."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from brands import navigation
        from brands.navigation import Entry
        from brands.roles import Need
        from reports import receivers  # noqa: F401 - listens to signals

        section, reads = pgettext_lazy("section", "Reports"), Need.READ_MENTIONS
        navigation.register(
            Entry("reports", section, "reports:kpis", reads, group="improve", icon="report-analytics"),
            Entry("kpis", pgettext_lazy("tab", "KPIs"), "reports:kpis", reads, under="reports", order=2),
        )
