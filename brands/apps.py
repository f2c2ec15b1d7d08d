from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    name = "brands"

    def ready(self) -> None:
        from brands import receivers  # noqa: F401 - connects them
        from brands.navigation import Entry, register
        from brands.roles import Need

        register(
            Entry("settings", _("Settings"), "brands:profile", Need.MANAGE_BRAND, group="foot", icon="settings"),
            Entry("profile", _("Brand"), "brands:profile", Need.MANAGE_BRAND, under="settings", order=1),
            Entry("team", _("Team"), "brands:team", Need.MANAGE_TEAM, under="settings", order=2),
            Entry("departments", _("Departments"), "brands:departments", Need.MANAGE_BRAND, under="settings", order=3),
            Entry("api", _("API"), "brands:tokens", Need.MANAGE_TOKENS, under="settings", order=8),
            Entry("history", _("History"), "brands:history", Need.SEE_HISTORY, under="settings", order=5),
        )
