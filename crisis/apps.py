"""Alerts from counts, incidents, and holds of what is scheduled."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CrisisConfig(AppConfig):
    name = "crisis"

    def ready(self) -> None:
        from brands import attention, navigation, notices, webhooks, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from calendar_app import foreseeing
        from crisis.attention import KINDS
        from crisis.places import of_holds
        from crisis.wording import EVENTS, NOTICES, WEBHOOKS

        section, reads = pgettext_lazy("section", "Crisis"), Need.READ_MENTIONS
        navigation.register(
            Entry("crisis", section, "crisis:incidents", reads, group="answer", icon="alert-triangle"),
            Entry("incidents", _("Incidents"), "crisis:incidents", reads, under="crisis", order=1),
            Entry("alerts", _("Alerts"), "crisis:alerts", reads, under="crisis", order=2),
            Entry("watches", _("What is watched"), "crisis:watches", reads, under="crisis", order=4),
        )
        wording.register(EVENTS)
        notices.register(*NOTICES)
        attention.register(*KINDS)
        for name, label in WEBHOOKS.items():
            webhooks.register_event(name, label)
        foreseeing.register(of_holds)
