"""What an answer that is no success does to a publication: one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from calendar_app.models import Publication
from core import clock, jobs
from networks import errors

State = Publication.State
LONGEST = timedelta(hours=24)
"""However long a network asks us to wait: then it is asked again."""


class NotCalled(errors.NetworkError):
    """The worker stopped before the call: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """Where the publication stands after an error."""

    state: str
    wait: timedelta = timedelta()
    """Until it goes on, where the network does not say."""
    counts: bool = False
    """An attempt is counted; after jobs.MAX_ATTEMPTS of them it has failed."""
    account_waits: bool = False
    """Nothing goes out on the account until then."""
    breaks: bool = False
    """The account needs a new token, else a person."""


_ASKS_FOR_TIME = Reaction(State.WAITING, timedelta(minutes=15), account_waits=True)
_DOUBT = Reaction(State.UNKNOWN)
_REFUSED = Reaction(State.FAILED)
_BACK_OFF = Reaction(State.WAITING, counts=True)

REACTIONS: dict[type[Exception], Reaction] = {
    errors.RateLimited: _ASKS_FOR_TIME,
    errors.BudgetSpent: _ASKS_FOR_TIME,
    NotCalled: Reaction(State.WAITING),
    errors.NotReady: Reaction(State.WAITING, timedelta(seconds=30)),
    # nothing was sent
    errors.Unavailable: _BACK_OFF,
    errors.AuthExpired: Reaction(State.HELD, breaks=True),
    # nothing that waiting would change
    errors.Rejected: _REFUSED,
    errors.NotAllowed: _REFUSED,
    # it may be public: looked up, never sent again blindly
    errors.Duplicate: _DOUBT,
    errors.OutcomeUnknown: _DOUBT,
    errors.NetworkError: _DOUBT,
    # a mistake of ours, in the middle of a call
    Exception: _DOUBT,
}


def reaction_to(error: Exception, *, called: bool) -> Reaction:
    """What `error` does. Before the call nothing can be in doubt, and whatever it is may be tried again."""
    reaction = next(REACTIONS[kind] for kind in type(error).__mro__ if kind in REACTIONS)
    return _BACK_OFF if reaction is _DOUBT and not called else reaction


def until(error: Exception, reaction: Reaction, attempts: int) -> datetime:
    """When to go on: when the network says, at most LONGEST from now, else as the table says."""
    now = clock.now()
    asked: datetime | None = getattr(error, "until", None)
    if asked:
        return min(max(asked, now + timedelta(seconds=1)), now + LONGEST)
    return now + (jobs.wait_after(attempts) if reaction.counts else reaction.wait)
