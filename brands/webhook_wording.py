"""Webhooks in words: their state, their events, and what became of each delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands import webhooks
from brands.models import Delivery, Webhook
from core import formats
from core.jobs import Job

TEST_LABEL = gettext_lazy("Test")
_STATES = {
    Webhook.State.ACTIVE: ("circle-check", "ok"),
    Webhook.State.PAUSED: ("player-pause", "held"),
    Webhook.State.STOPPED: ("alert-triangle", "failed"),
}
_REASONS = {
    "NotConnected": gettext_lazy("No connection: the server is not there, or lets nobody in."),
    "NoAnswer": gettext_lazy("No answer within 10 seconds, or the connection broke. It may have arrived."),
    "Unreadable": gettext_lazy("The answer could not be read. It may have arrived."),
    "TooLarge": gettext_lazy("The answer is larger than 64 KB. It may have arrived."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a delivery so far, as components/_state.html draws it, with more words below."""

    label: str
    icon: str
    tone: str
    more: str = ""


def state(webhook: Webhook) -> dict[str, Any]:
    """The chip of a webhook: label, icon, tone."""
    icon, tone = _STATES[Webhook.State(webhook.state)]
    return {"label": Webhook.State(webhook.state).label, "icon": icon, "tone": tone}


def events(webhook: Webhook) -> str:
    """What a webhook is told of, in words; an event that no app knows any more by its name."""
    known = webhooks.known_events()
    if known and known.keys() <= set(webhook.events):
        return _("Every event")
    return " · ".join(event(name) for name in webhook.events)


def event(name: str) -> str:
    """One event in words."""
    return str(TEST_LABEL if name == webhooks.TEST else webhooks.known_events().get(name, name))


def standing(delivery: Delivery) -> Standing:
    """What became of `delivery` so far."""
    match Job.State(delivery.state):
        case Job.State.DONE:
            return Standing(_("Taken"), "circle-check", "ok")
        case Job.State.FAILED:
            return Standing(_("Given up"), "alert-triangle", "failed", reason(delivery))
        case Job.State.PAUSED:
            return Standing(_("Held"), "player-pause", "held", reason(delivery))
        case Job.State.RUNNING:
            return Standing(_("On its way"), "send", "active")
    if not delivery.attempts:
        return Standing(_("Waiting"), "clock", "wait")
    again = _("Tried again at %(moment)s.") % {"moment": formats.moment(delivery.not_before)}
    return Standing(_("Not taken yet"), "clock", "missed", f"{reason(delivery)} {again}")


def reason(delivery: Delivery) -> str:
    """Why the latest attempt was not taken; "" where none was made."""
    match delivery.last_error:
        case "":
            return ""
        case "NotTaken" if delivery.status and 300 <= delivery.status < 400:
            return _("The receiver sent us to another address (HTTP %(status)s). Redirects are not followed.") % {
                "status": delivery.status
            }
        case "NotTaken":
            return _("The receiver answered with HTTP %(status)s.") % {"status": delivery.status}
        case "Refused":
            return _(delivery.last_error_detail)
    return str(_REASONS.get(delivery.last_error, delivery.last_error_detail))
