from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from brands import navigation, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from media.wording import EVENTS

        navigation.register(Entry("library", _("Library"), "media:library", Need.READ_POSTS, under="calendar", order=8))
        wording.register(EVENTS)
