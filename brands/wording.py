"""Events in words. Each verb has one sentence; apps above register theirs when they start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from brands.models import Event
from brands.roles import Role

_SENTENCES: dict[str, Any] = {
    "workspace.created": _("%(actor)s created the workspace."),
    "workspace.renamed": _("%(actor)s changed the workspace's name or kind."),
    "workspace.transferred": _("%(actor)s handed the workspace to %(owner)s."),
    "brand.created": _("%(actor)s created the brand."),
    "brand.deleted": _("%(actor)s deleted the brand."),
    "brand.erased": _("%(name)s was erased, 30 days after it was deleted."),
    "brand.restored": _("%(actor)s brought the brand back."),
    "brand.profile_changed": _("%(actor)s changed the brand's profile."),
    "brand.retention_changed": _("%(actor)s keeps mentions for %(months)s months now."),
    "brand.logo_changed": _("%(actor)s changed the logo."),
    "brand.logo_removed": _("%(actor)s removed the logo."),
    "role.changed": _("%(actor)s made %(object)s %(role)s."),
    "role.given": _("%(actor)s added %(object)s as %(role)s."),
    "role.removed": _("%(actor)s took %(object)s out of the team."),
    "member.invited": _("%(actor)s invited %(email)s as %(role)s."),
    "member.joined": _("%(actor)s joined as %(role)s."),
    "member.left": _("%(actor)s left the workspace."),
    "member.removed": _("%(actor)s took %(object)s out of the workspace."),
    "invitation.revoked": _("%(actor)s withdrew the invitation of %(email)s."),
    "department.added": _("%(actor)s added the department %(object)s."),
    "department.changed": _("%(actor)s changed the department %(object)s."),
    "department.deleted": _("%(actor)s deleted the department %(object)s."),
    "department.restored": _("%(actor)s brought the department %(object)s back."),
    "token.made": _("%(actor)s made the API token %(object)s."),
    "token.revoked": _("%(actor)s revoked the API token %(object)s."),
    "webhook.added": _("%(actor)s added the webhook %(object)s."),
    "webhook.changed": _("%(actor)s changed the webhook %(object)s."),
    "webhook.paused": _("%(actor)s paused the webhook %(object)s."),
    "webhook.resumed": _("%(actor)s resumed the webhook %(object)s."),
    "webhook.stopped": _("The webhook %(object)s stopped: its receiver took nothing any more."),
    "webhook.secret_changed": _("%(actor)s changed the secret of the webhook %(object)s."),
    "webhook.removed": _("%(actor)s removed the webhook %(object)s."),
    "operator.entered": _("%(actor)s, who runs this installation, entered for an hour: %(reason)s"),
}


def register(sentences: Mapping[str, Any]) -> None:
    """Sentences for the verbs of an app; placeholders: actor, object, and the keys of `after`."""
    _SENTENCES.update(sentences)


def sentence(event: Event) -> str:
    """`event` in the reader's language; a verb without a sentence is shown by its name rather than hidden."""
    words = {
        **event.before,
        **event.after,
        "actor": actor(event),
        "object": event.object_name,
    }
    if "role" in words:
        words["role"] = Role(words["role"]).label
    pattern = _SENTENCES.get(event.verb)
    return str(pattern) % words if pattern else f"{words['actor']}: {event.verb} {event.object_name}"


def actor(event: Event) -> str:
    """Who did it, with the token through which they did."""
    if event.actor_via:
        return str(_("%(person)s (token “%(token)s”)")) % {"person": event.actor_name, "token": event.actor_via}
    return event.actor_name or str(_("cmhub"))


def verbs() -> set[str]:
    """Every verb that has a sentence."""
    return set(_SENTENCES)
