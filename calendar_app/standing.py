"""Where a post stands on each account, in words: what happened, how that is known, and what to do."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_app.models import LedgerEntry, Publication
from calendar_app.states import LOOKS, Look
from core import clock, formats
from networks.naming import network_name

State, What, HeldFor = Publication.State, LedgerEntry.What, Publication.HeldFor

ERRORS: dict[str, Any] = {
    "RateLimited": gettext_lazy("%(network)s asks us to wait. Nothing is lost."),
    "BudgetSpent": gettext_lazy("Your limit of calls for %(network)s is spent. Nothing is lost."),
    "NotReady": gettext_lazy("%(network)s is still working on the files."),
    "Unavailable": gettext_lazy("%(network)s could not be reached. Nothing was sent."),
    "AuthExpired": gettext_lazy("%(network)s does not accept our access any more. Nothing was sent."),
    "NotAllowed": gettext_lazy("%(network)s does not let this account publish. Nothing was published."),
    "Rejected": gettext_lazy("%(network)s refused the post. Nothing was published."),
    "Broken": gettext_lazy("%(network)s answered with something that we cannot read."),
    "Gone": gettext_lazy("What was addressed on %(network)s is not there any more."),
    "NotCalled": gettext_lazy("The work was interrupted before anything was sent."),
}
"""By the class of networks.errors. Of what is not here it is only known that it went wrong on our side."""

_HELD: dict[str, Any] = {
    HeldFor.BRAND: gettext_lazy("Publishing of the brand was paused at its time. Publish it now, or move it."),
    HeldFor.ACCOUNT: gettext_lazy("The account was paused at its time. Publish it now, or move it."),
    HeldFor.BROKEN: gettext_lazy("The account was disconnected at its time. Reconnect it, then publish it now."),
    HeldFor.AUTHOR: gettext_lazy(
        "Whoever scheduled it may not publish any more. Somebody who may has to let it go out."
    ),
    HeldFor.CHANGED: gettext_lazy("It was changed after it had been scheduled. Read it, then let it go out."),
    HeldFor.CRISIS: gettext_lazy("A crisis hold caught it. It stays held until somebody has decided about it."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One account's line on the post's page."""

    publication: Publication
    network_name: str
    look: Look
    sentence: str
    evidence: tuple[str, ...] = ()
    url: str = ""
    what_to_do: str = ""


def of_all(publications: Sequence[Publication]) -> list[Standing]:
    """Where each stands (with `account` fetched): one query for all ledgers."""
    rows = LedgerEntry.objects.filter(publication__in=publications).order_by("at", "pk")
    by_publication: dict[int, list[LedgerEntry]] = defaultdict(list)
    for row in rows:
        by_publication[row.publication_id].append(row)
    return [of(one, by_publication[one.pk]) for one in publications]


def of(publication: Publication, entries: Sequence[LedgerEntry]) -> Standing:
    """Where `publication` stands; `entries` is its ledger in order."""
    name = network_name(publication.account.network)
    sentence = _sentence(publication, entries, name)
    evidence = _evidence(entries) if publication.state == State.UNKNOWN else ()
    url = publication.url or publication.account.url
    todo = _("Look there before you send it again.") if publication.state == State.UNKNOWN else ""
    return Standing(publication, name, LOOKS[publication.state], sentence, evidence, url, todo)


def _sentence(one: Publication, entries: Sequence[LedgerEntry], name: str) -> str:
    match one.state:
        case State.WAITING:
            return _waiting(one, name)
        case State.RUNNING:
            return _("It is going out at this moment.")
        case State.DONE:
            return _done(one, entries)
        case State.FAILED:
            todo = _("Your text and time are saved. Change what is wrong, then publish it now.")
            return f"{why(one.last_error, one.last_error_detail, name)} {todo}"
        case State.UNKNOWN:
            return _unknown(one, entries, name)
        case State.MISSED:
            said = _(
                "Its time was %(moment)s and it did not go out in time. Nothing was sent. Publish it now, or move it."
            )
            return said % {"moment": formats.moment(one.due_at) if one.due_at else "—"}
        case State.HELD:
            reason = _HELD.get(one.held_for, _("Something stopped it."))
            nothing = _("Nothing was sent.")
            return f"{reason} {nothing}"
        case State.HANDED:
            return _("It is time to publish it on %(network)s by hand: text and files are ready.") % {"network": name}
        case _:
            return _("It is not scheduled.")


def _waiting(one: Publication, name: str) -> str:
    if one.last_error:
        again = _("It is tried again at %(time)s.") % {"time": _time(one.not_before)}
        return f"{why(one.last_error, one.last_error_detail, name)} {again}"
    if one.due_at is None or one.due_at <= clock.now():
        return _("It is its turn at this moment.")
    return _("It goes out %(moment)s.") % {"moment": formats.moment(one.due_at)}


def _done(one: Publication, entries: Sequence[LedgerEntry]) -> str:
    if one.published_at is None:
        return _("It is published.")
    if any(entry.what == What.DECIDED and entry.outcome == "there" for entry in entries):
        return _("A person said that it is there, %(moment)s.") % {"moment": formats.moment(one.published_at)}
    words = {"day": formats.day(one.published_at), "time": _second(one.published_at)}
    return _("Published %(day)s at %(time)s.") % words


def _unknown(one: Publication, entries: Sequence[LedgerEntry], name: str) -> str:
    sent = one.armed_at or next((entry.at for entry in reversed(entries) if entry.what == What.ARMED), None)
    if sent is None:
        return _("%(network)s did not answer. It may be published.") % {"network": name}
    words = {"time": _second(sent), "network": name}
    return _("We sent it at %(time)s and %(network)s did not answer. It may be published.") % words


def why(error: str, detail: str, name: str) -> str:
    """An error of the network `name` in words; what its connector says in a whole sentence goes first."""
    if detail.endswith(".") and " " in detail:
        return _(detail)
    words = ERRORS.get(error)
    if words is None:
        return _("It went wrong on our side, and nothing was published.")
    return f"{words % {'network': name}}{f' ({detail})' if detail else ''}"


def _evidence(entries: Sequence[LedgerEntry]) -> tuple[str, ...]:
    """What was looked up and when."""
    looked = [entry for entry in entries if entry.what == What.LOOKED_UP]
    if not looked:
        return (_("Nobody has looked for it yet."),)
    times = ", ".join(_time(entry.at) for entry in looked[-4:])
    said = ngettext(
        "We looked for it at %(times)s and did not find it.",
        "We looked for it at %(times)s and did not find it.",
        len(looked),
    )
    last = looked[-1].detail
    return (said % {"times": times}, *([_(last)] if last else []))


_ANSWERS: dict[str, Any] = {
    "sent": gettext_lazy("%(network)s took it"),
    "absent": gettext_lazy("%(network)s does not have it"),
    "unsure": gettext_lazy("nobody can say whether %(network)s has it"),
    "OutcomeUnknown": gettext_lazy("%(network)s gave no answer: it may be there"),
    "Duplicate": gettext_lazy("%(network)s says that it has it already"),
}
_TONES: Mapping[str, str] = {"sent": "ok", "absent": "", "unsure": "held", "OutcomeUnknown": "held", "there": "ok"}


def timeline(publications: Sequence[Publication]) -> list[dict[str, Any]]:
    """Every attempt on every account, the newest first, as components/_timeline.html takes it."""
    accounts = {one.pk: one.account for one in publications}
    rows = LedgerEntry.objects.filter(publication__in=publications).order_by("-at", "-pk")[:200]
    return [_entry(row, network_name(accounts[row.publication_id].network)) for row in rows]


def _entry(row: LedgerEntry, name: str) -> dict[str, Any]:
    words = _("part %(n)s: ") % {"n": row.part + 1} if row.part else ""
    return {
        "at": row.at,
        "actor": name,
        "text": f"{words}{_happened(row, name)}",
        "tone": _TONES.get(
            row.outcome, "bad" if row.what == What.ANSWERED else "acc" if row.what == What.ARMED else ""
        ),
        "worker": row.worker,
        "handle_text": json.dumps(row.handle, ensure_ascii=False) if row.handle else "",
        "answer_text": json.dumps(row.answer, ensure_ascii=False) if row.answer else "",
        "second": _second(row.at),
    }


def _happened(row: LedgerEntry, name: str) -> str:
    match row.what:
        case What.CLAIMED:
            return _("a worker took it on")
        case What.ARMED:
            return _("the call begins")
        case What.SWEPT:
            return _("its worker was gone: another one goes on")
        case What.DECIDED:
            return (
                _("a person says that it is there")
                if row.outcome == "there"
                else _("a person says that it is not there")
            )
        case What.LOOKED_UP:
            return _("looked for it: %(found)s") % {"found": _outcome(row, name)}
        case _:
            return _outcome(row, name)


def _outcome(row: LedgerEntry, name: str) -> str:
    if row.outcome in _ANSWERS:
        return str(_ANSWERS[row.outcome] % {"network": name})
    return why(row.outcome, row.detail, name)


def _time(at: datetime) -> str:
    return formats.time_of_day(at)


def _second(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M:%S")
