"""People worth knowing: authors by weight, their cards, a board of stages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InfluencersConfig(AppConfig):
    name = "influencers"

    def ready(self) -> None:
        from brands import navigation, notices, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from influencers.wording import EVENTS, NOTICES

        section, reads = pgettext_lazy("section", "People"), Need.READ_MENTIONS
        navigation.register(
            Entry("people", section, "people:ranking", reads, group="listen", icon="users", order=2),
            Entry("ranking", _("Opinion leaders"), "people:ranking", reads, under="people", order=1),
            Entry("board", pgettext_lazy("tab", "Board"), "people:board", reads, under="people", order=2),
        )
        wording.register(EVENTS)
        notices.register(*NOTICES)
