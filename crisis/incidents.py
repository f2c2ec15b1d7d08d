"""What people do with an incident: open, change, write down, share out, close with a lesson, open again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from brands import events
from brands.models import Brand, Member
from core import clock
from core.versions import save_if_current
from crisis import alerts, telling
from crisis.models import Alert, Incident, IncidentHold, IncidentNote, IncidentTask
from monitoring.models import Topic


class AlreadyClosed(Exception):
    """Somebody was faster. `incident` is how it stands, with their lesson; nothing was changed."""

    def __init__(self, incident: Incident) -> None:
        super().__init__(incident.public_id)
        self.incident = incident


class StillHolds(Exception):
    """A hold of the incident stands: lift it first. Nothing was changed."""


@transaction.atomic
def open_one(
    brand: Brand,
    *,
    title: str,
    level: str,
    by: User,
    summary: str = "",
    lead: Member | None = None,
    topic: Topic | None = None,
    alert: Alert | None = None,
) -> Incident:
    """Open an incident, from an alert or by hand. Of an alert that has one already, that one is returned."""
    if alert:
        locked: Alert = Alert.objects.select_for_update(no_key=True).get(pk=alert.pk)
        if locked.incident_id:
            there: Incident = Incident.objects.get(pk=locked.incident_id)
            return there
        topic = topic or alert.topic
    told = {"title": title, "level": level, "summary": summary}
    made: Incident = Incident.objects.create(brand=brand, **told, lead=lead, topic=topic, opened_by=by)
    if alert:
        decided = {"state": Alert.State.INCIDENT, "decided_by": by, "decided_at": clock.now()}
        Alert.objects.filter(pk=alert.pk).update(incident=made, **decided)
        alerts.settle(alert)
    events.record("incident.opened", made, brand=brand, after={"level": level}, by=events.whoever(by))
    telling.opened(made)
    return made


@transaction.atomic
def edit(incident: Incident, *, seen: int, by: User, **changes: Any) -> Incident:
    """Change title, summary, level, lead or topic. Raises core.versions.StaleWrite."""
    before, after = events.changed({name: getattr(incident, name) for name in changes}, changes)
    changed = save_if_current(incident, seen=seen, changes=changes)
    if "level" in after:
        levels: tuple[dict[str, Any], dict[str, Any]] = ({"was": before["level"]}, {"level": after["level"]})
        was, now = levels
        events.record(
            "incident.level_changed", changed, brand=changed.brand, before=was, after=now, by=events.whoever(by)
        )
    if set(after) - {"level"}:
        events.record("incident.changed", changed, brand=changed.brand, by=events.whoever(by))
    return changed


@transaction.atomic
def note(incident: Incident, text: str, *, by: User) -> IncidentNote:
    """Write something into the timeline, also of one that is closed."""
    made: IncidentNote = IncidentNote.objects.create(brand=incident.brand, incident=incident, text=text, by=by)
    after = {"note": made.public_id}
    events.record("incident.noted", incident, brand=incident.brand, after=after, by=events.whoever(by))
    return made


@transaction.atomic
def add_task(
    incident: Incident, text: str, *, by: User, who: Member | None = None, due_at: datetime | None = None
) -> IncidentTask:
    """Something to do, by somebody, until a moment."""
    made: IncidentTask = IncidentTask.objects.create(
        brand=incident.brand, incident=incident, text=text, who=who, due_at=due_at
    )
    _say("incident.task_added", incident, made, by)
    return made


@transaction.atomic
def set_done(task: IncidentTask, done: bool, *, by: User) -> None:
    """It is done, or not after all."""
    rows = IncidentTask.objects.filter(pk=task.pk, done_at__isnull=done)
    if rows.update(done_at=clock.now() if done else None, done_by=by if done else None):
        _say("incident.task_done" if done else "incident.task_reopened", task.incident, task, by)


def _say(verb: str, incident: Incident, task: IncidentTask, by: User) -> None:
    events.record(verb, incident, brand=incident.brand, after={"task": task.text}, by=events.whoever(by))


@transaction.atomic
def close(incident: Incident, lesson: str, *, by: User) -> Incident:
    """It is over, and this was learnt. Raises AlreadyClosed, StillHolds."""
    held: Incident = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if held.closed_at:
        raise AlreadyClosed(held)
    if IncidentHold.objects.filter(incident=held, hold__lifted_at=None).exists():
        raise StillHolds
    _write(held, closed_at=clock.now(), closed_by=by, lesson=lesson)
    events.record("incident.closed", held, brand=held.brand, by=events.whoever(by))
    telling.closed(held)
    return held


@transaction.atomic
def reopen(incident: Incident, *, by: User) -> None:
    """It was not over. The lesson stays."""
    held: Incident = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if held.closed_at:
        _write(held, closed_at=None, closed_by=None)
        events.record("incident.reopened", held, brand=held.brand, by=events.whoever(by))


def _write(incident: Incident, **changes: Any) -> None:
    Incident.objects.filter(pk=incident.pk).update(**changes, version=F("version") + 1)
    for name, value in changes.items():
        setattr(incident, name, value)
