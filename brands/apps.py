from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from brands.models import Notice


class BrandsConfig(AppConfig):
    name = "brands"

    def ready(self) -> None:
        from brands import notices, receivers, webhooks  # noqa: F401 - connects the receivers
        from brands.navigation import Entry, register
        from brands.roles import Need

        register(
            Entry("settings", _("Settings"), "brands:profile", Need.MANAGE_BRAND, group="foot", icon="settings"),
            Entry("profile", _("Brand"), "brands:profile", Need.MANAGE_BRAND, under="settings", order=1),
            Entry("team", _("Team"), "brands:team", Need.MANAGE_TEAM, under="settings", order=2),
            Entry("departments", _("Departments"), "brands:departments", Need.MANAGE_BRAND, under="settings", order=3),
            Entry("api", _("API"), "brands:tokens", Need.MANAGE_TOKENS, under="settings", order=8),
            Entry("webhooks", _("Webhooks"), "brands:webhooks", Need.MANAGE_WEBHOOKS, under="settings", order=9),
            Entry("history", _("History"), "brands:history", Need.SEE_HISTORY, under="settings", order=5),
        )
        notices.register(
            notices.Kind(
                webhooks.STOPPED,
                Need.MANAGE_WEBHOOKS,
                _("The webhook %(webhook)s stopped: its receiver takes nothing any more. What waits for it is kept."),
                "plug-connected-x",
                _webhook_of,
                "failed",
                label=_("A webhook stopped"),
                mail="now",
            )
        )


def _webhook_of(notice: Notice) -> str:
    return reverse("brands:webhook", args=[notice.brand.public_id, notice.key])
