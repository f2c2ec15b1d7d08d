from __future__ import annotations

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "channels"

    def ready(self) -> None:
        from brands import notices, wording
        from channels.wording import EVENTS, NOTICES

        wording.register(EVENTS)
        notices.register(*NOTICES)
