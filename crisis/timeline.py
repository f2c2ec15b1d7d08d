"""What happened in an incident, from the event log: of itself, its alerts and holds, and what went out meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from brands.models import Event
from brands.wording import actor, sentence
from core import clock
from crisis.models import Alert, Incident, IncidentHold, IncidentNote

MOST = 300
"""Entries that are shown, the newest."""
_TONES = {
    "alert.raised": "bad",
    "incident.opened": "bad",
    "incident.closed": "ok",
    "incident.task_done": "ok",
    "incident.noted": "now",
    "hold.placed": "held",
    "hold.gathered": "held",
    "publication.published": "ok",
    "publication.held": "held",
}


def of(incident: Incident) -> list[dict[str, Any]]:
    """As components/_timeline.html takes them, the newest first. Call in the brand's scope."""
    notes = {note.public_id: note.text for note in IncidentNote.objects.filter(incident=incident)}
    return [_entry(event, notes) for event in _events(incident)]


def day_of(at: datetime) -> date:
    """The day of the zone in force in which `at` lies."""
    return timezone.localdate(at)


def _events(incident: Incident) -> list[Event]:
    alerts = Alert.objects.filter(incident=incident).values_list("public_id", flat=True)
    holds = IncidentHold.objects.filter(incident=incident).values_list("hold__public_id", flat=True)
    named = [incident.public_id, *alerts, *holds]
    about = Event.objects.filter(brand=incident.brand_id, object_id__in=named).order_by("-at", "-id")[:MOST]
    until: datetime = incident.closed_at or clock.now()
    meanwhile = Event.objects.filter(brand=incident.brand_id, at__range=(incident.opened_at, until))
    went_out = meanwhile.filter(verb="publication.published").order_by("-at", "-id")[:MOST]
    return sorted([*about, *went_out], key=lambda event: (event.at, event.pk), reverse=True)[:MOST]


def _entry(event: Event, notes: dict[str, str]) -> dict[str, Any]:
    entry = {"at": event.at, "tone": _TONES.get(event.verb, ""), "actor": "", "text": sentence(event)}
    if event.verb == "incident.level_changed":
        level = Incident.Level(event.after["level"]).label
        entry["text"] = _("%(actor)s changed the level to «%(level)s».") % {"actor": actor(event), "level": level}
    if event.verb == "incident.noted":
        entry |= {"actor": actor(event), "text": notes.get(event.after.get("note", ""), "")}
    return entry
