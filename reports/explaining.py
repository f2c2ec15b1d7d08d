"""Why a KPI has no value, why it has nothing to compare with, and what its number does not cover: in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from channels.models import Account
from channels.naming import label
from core import formats
from networks import registry
from networks.types import Capability
from reports.facts import STALE, Facts
from reports.kpis.registry import KPIS, Group
from reports.periods import Period, days_of

_READ = frozenset({"views", "reach", "interactions", "engagement_rate", "engagement_by_followers"})
"""KPIs that come from readings of posts."""
_FOLLOWED = frozenset({"followers", "followers_change", "engagement_by_followers"})
_NEEDS = {"engagement_rate": "views", "engagement_by_followers": "interactions"}


def since(key: str, known: Facts) -> date | None:
    """From which day on the KPI `key` is known; None where it never was."""
    if key in _READ:
        return known.read_since
    if key in _FOLLOWED:
        return known.followed_since
    return {
        Group.LISTENING: known.heard_since,
        Group.PUBLISHING: known.published_since,
        Group.PROTECTING: known.there_since,
    }[KPIS[key].group]


def why(key: str, known: Facts, period: Period) -> str:
    """Why `key` has no value in `period`."""
    if period.first > known.today:
        return _("These days are still to come.")
    if KPIS[key].group == Group.LISTENING:
        return _why_nothing_said(key, known, period)
    if KPIS[key].group == Group.AUDIENCE:
        return _why_no_followers(known)
    if KPIS[key].group == Group.PROTECTING:
        return {
            "incidents": _("The brand was not here in these days."),
            "alert_response": _("No alert of these days has been decided about."),
            "incident_length": _("No incident was closed in these days."),
        }[key]
    return _why_no_figures(key, known, period)


def why_nothing_before(key: str, known: Facts, period: Period) -> str:
    """Why `key` has nothing to compare with."""
    begun = since(key, known)
    if begun and begun > period.before.first:
        return _("nothing to compare with: known since %(day)s") % {"day": formats.day(begun, with_year=True)}
    return _("nothing to compare with")


def notes(key: str, known: Facts, period: Period) -> tuple[str, ...]:
    """What the number of `key` in `period` does not cover; () where it covers all."""
    said = []
    begun = since(key, known)
    if begun and begun > period.first:
        said.append(_("Known since %(day)s.") % {"day": formats.day(begun, with_year=True)})
    if key in _READ:
        said += _silent_readings(_NEEDS.get(key, key), known, period)
    if key in _FOLLOWED:
        said += _silent_followers(known, period)
    if period.last == known.today:
        said.append(_("Today is not over: its numbers still move."))
    return tuple(said)


def _why_nothing_said(key: str, known: Facts, period: Period) -> str:
    if not known.known(period, known.heard_since):
        return _("Nothing was listened to in these days.")
    if key != "share_of_voice":
        return _("No mention in these days has a sentiment.")
    if len(known.kinds) < 2:
        return _("It needs a topic of kind own brand and one of kind competitor.")
    return _("None of these topics was mentioned in these days.")


def _why_no_figures(key: str, known: Facts, period: Period) -> str:
    if not known.known(period, known.published_since):
        return _("No account was connected in these days.")
    if key not in _READ:
        return _("cmhub sent no post in these days.")
    read = known.gained_in(period)
    if not read:
        return _("No figures were read in these days. They are read for 30 days after a post is public.")
    if key == "engagement_by_followers":
        return _("Of no account both figures and followers are known.")
    return _("None of the connected networks tells this.")


def _why_no_followers(known: Facts) -> str:
    if not any(map(_tells_followers, known.accounts)):
        return _("No account is connected whose network tells followers.")
    return _("No followers were read in these days. They are counted from the day on which an account is connected.")


def _silent_readings(name: str, known: Facts, period: Period) -> list[str]:
    """Accounts that do not tell `name`, and those that have stopped."""
    told = {account for account, gained in known.gained_in(period).items() if gained[name] is not None}
    former = {account for account, gained in known.gained_in(period.before).items() if gained[name] is not None}
    stopped = [account for account in known.accounts if account.pk in former - told]
    posted = {account for day in days_of(period) for account in known.posts.get(day, {})}
    never = [account for account in known.accounts if account.pk in posted - told - former]
    return _listed(stopped, _("Told before, but not in these days: %(accounts)s.")) + _listed(
        never, _("Not told by %(accounts)s.")
    )


def _silent_followers(known: Facts, period: Period) -> list[str]:
    """Accounts whose followers were read, but not lately, and those that were not known before."""
    by_key = {account.pk: account for account in known.accounts}
    read = [by_key[pk] for pk in known.followers if pk in by_key]
    late = [account for account in read if known.followers_on(account.pk, period.last) is None]
    new = [
        account
        for account in read
        if account not in late and known.followers_on(account.pk, period.before.last) is None
    ]
    old = _("Not counted, because nothing was read for more than %(days)s days: %(accounts)s.")
    return _listed(late, old, days=str(STALE)) + _listed(new, _("New in these days: %(accounts)s."))


def _listed(accounts: list[Account], sentence: str, **words: str) -> list[str]:
    return [sentence % {"accounts": formats.listed([label(one) for one in accounts]), **words}] if accounts else []


def _tells_followers(account: Account) -> bool:
    try:
        can = registry.connector(account.network).capabilities
    except KeyError:
        return False
    return Capability.ACCOUNT_METRICS in can and not account.by_hand
