"""What the history and the bell say about alerts and incidents."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need
from calendar_app.models import Hold
from core import formats
from networks.naming import network_name

EVENTS: dict[str, Any] = {
    "alert.raised": _("Alert: %(object)s is out of the ordinary."),
    "alert.dismissed": _("%(actor)s dismissed the alert about %(object)s: %(reason)s"),
    "incident.opened": _("%(actor)s opened the incident."),
    "incident.level_changed": _("%(actor)s changed the level of the incident."),
    "incident.changed": _("%(actor)s changed what the incident says."),
    "incident.noted": _("%(actor)s wrote a note."),
    "incident.task_added": _("%(actor)s added to the plan: %(task)s"),
    "incident.task_done": _("%(actor)s has done: %(task)s"),
    "incident.task_reopened": _("%(actor)s says that it is not done: %(task)s"),
    "incident.closed": _("%(actor)s closed the incident."),
    "incident.reopened": _("%(actor)s opened the incident again."),
    "watch.changed": _("%(actor)s changed how %(object)s is watched."),
    "watch.muted": _("%(actor)s muted alerts about %(object)s for some hours."),
    "watch.unmuted": _("%(actor)s has %(object)s watched again."),
}


def _alert_of(notice: Notice) -> str:
    return reverse("crisis:alert", args=[notice.brand.public_id, notice.key])


def _spoken(words: dict[str, Any]) -> dict[str, Any]:
    share = words.get("share")
    return words | {
        "n": formats.number(words["n"]),
        "usual": formats.number(words["usual"]),
        "share": gettext("an unknown share") if share is None else formats.percent(share),
    }


def _kind(name: str, label: Any, sentence: Any) -> Kind:
    return Kind(name, Need.TRIAGE, sentence, "alert-triangle", _alert_of, "failed", _spoken, label=label, urgent=True)


NOTICES = (
    _kind(
        "alert.negative",
        _("Many negative mentions at once"),
        _("%(topic)s: %(n)s negative mentions in an hour, %(share)s of all. Usual at this time: %(usual)s."),
    ),
    _kind(
        "alert.volume",
        _("Many mentions at once"),
        _("%(topic)s: %(n)s mentions in an hour. Usual at this time: %(usual)s."),
    ),
)
"""Registered when the app starts."""

DECISIONS = {
    "now": pgettext_lazy("held post", "sent at once"),
    "kept": pgettext_lazy("held post", "kept at its time"),
    "moved": pgettext_lazy("held post", "moved"),
    "dropped": pgettext_lazy("held post", "dropped"),
}
"""What people decide about a post that was held (crisis.outcomes)."""

WEBHOOKS = {
    "alert.raised": _("A topic is out of the ordinary"),
    "incident.opened": _("An incident was opened"),
    "incident.closed": _("An incident was closed"),
}
"""What other programs may want to be told."""


def rules(hold: Hold) -> str:
    """What a hold catches, as crisis/_rules.html says it."""
    if hold.everything:
        return gettext("Everything scheduled")
    said = [", ".join(f"«{word}»" for word in hold.words), ", ".join(map(network_name, hold.networks))]
    if n := len(hold.accounts):
        said.append(ngettext("%(n)s account", "%(n)s accounts", n) % {"n": formats.number(n)})
    if hold.campaign:
        said.append(gettext("campaign «%(name)s»") % {"name": hold.campaign})
    return " · ".join(part for part in said if part)
