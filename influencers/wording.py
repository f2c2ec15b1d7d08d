"""What the history and the bell say about people."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Event, Notice
from brands.notices import Kind
from brands.roles import Need
from brands.wording import actor, sentence
from influencers.models import Person
from influencers.people import STEP_DUE

EVENTS: dict[str, Any] = {
    "person.added": _("%(actor)s made the card of %(object)s."),
    "person.changed": _("%(actor)s changed the card of %(object)s."),
    "person.moved": _("%(actor)s moved %(object)s to another stage."),
    "person.made_vip": _("%(actor)s called %(object)s a VIP."),
    "person.vip_ended": _("%(actor)s calls %(object)s a VIP no longer."),
    "person.handle_added": _("%(actor)s added %(handle)s to the card of %(object)s."),
    "person.handle_removed": _("%(actor)s took %(handle)s off the card of %(object)s."),
    "person.consented": _("%(actor)s wrote down what %(object)s agreed to."),
    "person.consent_withdrawn": _("%(actor)s wrote down what %(object)s took back."),
    "person.merged": _("%(actor)s put the card of %(other)s into that of %(object)s."),
    "person.unmerged": _("%(actor)s took the card of %(other)s out of that of %(object)s."),
    "person.exported": _("%(actor)s took the data of %(object)s along."),
    "person.erased": _("%(actor)s erased a person: the card, and the texts of %(mentions)s mentions."),
    "voices.exported": _("%(actor)s exported the ranking of opinion leaders as %(format)s."),
}


def timeline_words(event: Event) -> str:
    """An event on a person's own page, with the stages of a move."""
    if event.verb != "person.moved":
        return sentence(event)
    stages = {"was": event.before.get("was", ""), "now": event.after.get("stage", "")}
    named = {key: Person.Stage(stage).label for key, stage in stages.items() if stage in Person.Stage.values}
    if len(named) < len(stages):
        return sentence(event)
    return str(_("%(actor)s moved the card from «%(was)s» to «%(now)s».")) % (named | {"actor": actor(event)})


def _card_of(notice: Notice) -> str:
    return reverse("people:person", args=[notice.brand.public_id, notice.key])


NOTICES = (
    Kind(
        STEP_DUE,
        Need.KEEP_PEOPLE,
        _("The next step with %(person)s is due: %(step)s"),
        "user-check",
        _card_of,
        label=_("A next step with a person is due"),
    ),
)
"""Registered when the app starts."""
