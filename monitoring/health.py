"""How a source is doing, in words for the people who rely on it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.jobs import MAX_ATTEMPTS
from monitoring.models import Source


class Health(StrEnum):
    """What a page shows beside a source."""

    NEW = "new"
    """Not read yet."""
    GOOD = "good"
    WAITING = "waiting"
    """It asked us to wait; nothing is wrong."""
    RETRYING = "retrying"
    FAILING = "failing"
    """Many attempts in a row: still tried, at long intervals."""
    STOPPED = "stopped"
    """Not tried any more until somebody acts."""
    PAUSED = "paused"


_ASKED_TO_WAIT = frozenset({"RateLimited", "NotReady", "BudgetSpent", "AccountAway"})

_WORDS: dict[str, Promise] = {
    "RateLimited": _("The site asks us to wait. Nothing is lost: we go on as soon as it lets us."),
    "NotReady": _("The site is still preparing its answer. We ask again in a while."),
    "AccountAway": _("Reconnect the account that this source listens with. Then it goes on by itself."),
    "BudgetSpent": _("Your limit of calls for this network is spent. We go on when it starts anew."),
    "Unavailable": _("The site does not answer. We keep trying; what it publishes meanwhile comes later."),
    "Broken": _("The site answers with something that we cannot read. We keep trying; check the address."),
    "Gone": _("There is nothing at this address any more. Look for the new address and add it."),
    "NotAllowed": _("The site refuses to show us this address. Ask whoever runs it to let cmhub read it."),
    "AuthExpired": _("The site asks for a password. Add an address that can be read without one."),
    "Rejected": _("This address cannot be listened to. Check it, or add another one."),
}
_OURS = _("We could not process what the site sent. Nothing is lost, and we keep trying.")


def health(source: Source) -> Health:
    """How `source` is doing, from its own columns."""
    if source.state == Source.State.PAUSED:
        return Health.PAUSED
    if source.state == Source.State.FAILED:
        return Health.STOPPED
    if source.last_error in _ASKED_TO_WAIT:
        return Health.WAITING
    if source.last_error:
        return Health.FAILING if source.attempts >= MAX_ATTEMPTS else Health.RETRYING
    return Health.GOOD if source.last_success_at else Health.NEW


def explain(source: Source) -> str:
    """The last error as a sentence or two: what happened, what it means, what to do. Empty where there is none."""
    if not source.last_error:
        return ""
    return str(_WORDS.get(source.last_error, _OURS))
