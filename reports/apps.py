"""What was reached: KPIs, and the documents that directors and clients read."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from brands import attention, navigation, notices, webhooks, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from influencers import erasing
        from reports import (
            naming,
            receivers,  # noqa: F401 - listens to signals
        )
        from reports.attention import KINDS
        from reports.report_wording import EVENTS, NOTICES

        section, reads = pgettext_lazy("section", "Reports"), Need.READ_MENTIONS
        navigation.register(
            Entry("reports", section, "reports:reports", Need.READ_REPORTS, group="improve", icon="report-analytics"),
            Entry(
                "weekly", pgettext_lazy("tab", "Weekly"), "reports:reports", Need.READ_REPORTS, under="reports", order=1
            ),
            Entry("kpis", pgettext_lazy("tab", "KPIs"), "reports:kpis", reads, under="reports", order=2),
            Entry("recipients", _("Recipients"), "reports:recipients", Need.APPROVE_REPORTS, under="reports", order=3),
        )
        wording.register(EVENTS)
        notices.register(*NOTICES)
        attention.register(*KINDS)
        erasing.register_keeper(naming.kept)
        webhooks.register_event("report.sent", _("A weekly report was sent"))
