"""Errors of networks in words for who connects an account, or wonders why one is broken: what happened, what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from channels.models import Account
from networks import errors

_TYPED: tuple[tuple[type[errors.NetworkError], Promise], ...] = (
    (errors.AuthExpired, _("This name and password were not accepted there. Check both for a mistyped letter.")),
    (errors.NotAllowed, _("This account is not allowed to do that there. Ask who runs it, or use another account.")),
    (errors.Gone, _("There is nothing at this address. Check it for a mistyped letter.")),
    (errors.Broken, _("What answers at this address is not what we looked for. Check the address.")),
    (errors.RateLimited, _("The network asks us to wait. Nothing is lost: try again in a few minutes.")),
    (errors.Unavailable, _("There is no answer from there. Check the address, or try again in a few minutes.")),
    (errors.NetworkError, _("That did not work there. Check what you typed, or try again in a few minutes.")),
)
_STANDING: dict[str, Promise] = {
    "AuthExpired": _("The network does not accept our access any more: it ran out, or somebody took it back."),
    "NotAllowed": _("The network does not let this account in any more."),
    "Unavailable": _("The network did not answer at the last check. We keep trying."),
    "RateLimited": _("The network asks us to wait. Nothing is lost: we go on as soon as it lets us."),
    "NotReady": _("The network asks us to wait. Nothing is lost: we go on as soon as it lets us."),
    "BudgetSpent": _("Your limit of calls for this network is spent. We go on when it starts anew."),
    "Broken": _("What answers there is not what we know of this network."),
    "Gone": _("There is nothing at its address any more."),
    "Rejected": _("The network refused our last check."),
}
_OURS = _("Our last check went wrong here. Nothing is lost, and we keep trying.")


def typed(error: errors.NetworkError) -> str:
    """Why an account could not be connected. What the network's connector says in a whole sentence goes first."""
    if _is_sentence(error.detail) and not isinstance(error, errors.Unavailable | errors.RateLimited):
        return gettext(error.detail)
    return str(next(words for kind, words in _TYPED if isinstance(error, kind)))


def concerns_secret(error: errors.NetworkError) -> bool:
    """Whether the mistake is in the password rather than in the address."""
    return isinstance(error, errors.AuthExpired | errors.NotAllowed)


def trouble(account: Account) -> str:
    """What the last check met, as a sentence or two; "" where all is well."""
    if not account.last_error:
        return ""
    if _is_sentence(account.last_error_detail):
        return gettext(account.last_error_detail)
    return str(_STANDING.get(account.last_error, _OURS))


def _is_sentence(detail: str) -> bool:
    return detail.endswith(".") and " " in detail
