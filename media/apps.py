from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"

    def ready(self) -> None:
        from brands import wording
        from media.wording import EVENTS

        wording.register(EVENTS)
