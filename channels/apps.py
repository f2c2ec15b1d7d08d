from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "channels"

    def ready(self) -> None:
        from brands import attention, navigation, notices, wording
        from brands.navigation import Entry
        from brands.roles import Need
        from channels.attention import KINDS
        from channels.wording import EVENTS, NOTICES

        entry = Entry("channels", _("Channels"), "channels:list", Need.READ_POSTS, group="foot", icon="plug", order=-1)
        navigation.register(entry)
        wording.register(EVENTS)
        notices.register(*NOTICES)
        attention.register(*KINDS)
