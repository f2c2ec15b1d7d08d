"""What pages, notices and the history say about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need

BROKEN = "account.broken"


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as components/_state.html draws it."""

    label: Any
    icon: str
    tone: str = ""


WELL = Chip(_("Connected"), "plug-connected", "ok")
ENDING = Chip(_("Needs you soon"), "alarm", "unknown")
DISCONNECTED = Chip(_("Disconnected"), "plug-connected-x", "failed")
PAUSED = Chip(_("Paused"), "player-pause")
WAITS = Chip(_("Asked to wait"), "clock-pause", "wait")
TROUBLED = Chip(_("Does not answer"), "cloud-off", "unknown")
BY_HAND = Chip(_("By hand"), "hand-stop")

EVENTS: dict[str, Any] = {
    "account.connected": _("%(actor)s connected the account %(object)s."),
    "account.reconnected": _("%(actor)s connected the account %(object)s again."),
    "account.broken": _("The account %(object)s disconnected."),
    "account.recovered": _("The account %(object)s answers again."),
    "account.removed": _("%(actor)s removed the account %(object)s."),
    "account.restored": _("%(actor)s brought the account %(object)s back."),
}
"""Sentences for the brand's history, registered when the app starts."""


def _account_of(notice: Notice) -> str:
    return reverse("channels:account", args=[notice.brand.public_id, notice.key])


NOTICES = (
    Kind(
        BROKEN,
        Need.WRITE_POSTS,
        _("%(account)s disconnected. Its posts are held until somebody connects it again."),
        "plug-connected-x",
        _account_of,
        "failed",
        label=_("An account disconnected"),
        urgent=True,
    ),
)
"""What people are told without asking, registered when the app starts."""
