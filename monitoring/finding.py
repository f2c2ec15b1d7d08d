"""From what a person typed to the sources behind it, whichever network it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring import sources
from networks import registry
from networks.errors import AuthExpired, Broken, Gone, NetworkError, NotAllowed, RateLimited, Rejected, Unavailable
from networks.types import Found


@dataclass(frozen=True, slots=True)
class Finding:
    """Sources of one network, best first; at least one."""

    network: str
    found: list[Found]


class NothingFound(Exception):
    """Nothing can be listened to there. `message` says why and what to do, to the person who typed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def find(typed: str, network: str = "") -> Finding:
    """Sources behind `typed`; without a `network` (a registry key) those that it may be an address of are asked, the
    likeliest first. Raises NothingFound. Call outside any transaction: it asks the outside world.

    Another network is asked only where the likelier one says that this is none of its own; not where it says wait, or
    keeps its door closed, for that is the answer.
    """
    guessed = [network] if network else [connector.key for connector in registry.guesses(typed)]
    failure: NetworkError | None = None
    for key in guessed:
        try:
            if found := sources.discover(key, typed):
                return Finding(key, found)
        except (Broken, Gone, Rejected) as error:
            failure = failure or error
        except NetworkError as error:
            raise NothingFound(_words(failure or error, typed)) from error
    raise NothingFound(_words(failure, typed) if failure else _nothing(typed, guessed))


def _nothing(typed: str, asked: list[str]) -> str:
    if asked:
        pattern = _("There is no feed at %(address)s. Look for an RSS or Atom link on the site and paste that.")
    else:
        pattern = _(
            "We do not know what “%(address)s” is. Paste the address of a page, a hashtag with its instance like "
            "#café mastodon.social, or an account like marca.bsky.social."
        )
    return pattern % {"address": typed}


def _words(error: NetworkError, typed: str) -> str:
    """What a network says in a whole sentence is what people read; else what its kind of error means."""
    if isinstance(error, Rejected | NotAllowed) and error.detail.endswith("."):
        return _(error.detail)
    if isinstance(error, Gone):
        pattern = _("There is nothing at %(address)s. Check the address for a mistyped letter.")
    elif isinstance(error, NotAllowed | AuthExpired):
        pattern = _("%(address)s does not let us in. Ask whoever runs it, or try the feed's own address.")
    elif isinstance(error, Unavailable):
        pattern = _("%(address)s does not answer. Check the address, or try again in a few minutes.")
    elif isinstance(error, RateLimited):
        pattern = _("%(address)s asks us to wait. Try again in a few minutes.")
    else:
        pattern = _("We cannot listen to %(address)s. Paste the public address of a page or a feed.")
    return pattern % {"address": typed}
