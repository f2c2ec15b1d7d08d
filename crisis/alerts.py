"""What people do with an alert: read it, dismiss it with a reason, have its topic keep quiet for some hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from brands import events, notices
from core import clock
from core.versions import save_if_current
from crisis.models import Alert, Watch
from crisis.watching import NOTICES, watch_of
from monitoring.models import Topic

State = Alert.State
MUTES = (1, 4, 12, 24, 72)
"""Hours that a topic can keep quiet for."""


def see(alert: Alert) -> None:
    """Somebody who could act has read it."""
    Alert.objects.filter(pk=alert.pk, state=State.NEW).update(state=State.SEEN)


@transaction.atomic
def dismiss(alert: Alert, *, reason: str, by: User) -> bool:
    """It is nothing; False if somebody has decided about it meanwhile, and nothing is changed."""
    undecided = Alert.objects.filter(pk=alert.pk, state__in=(State.NEW, State.SEEN))
    decided = {"state": State.DISMISSED, "reason": reason, "decided_by": by, "decided_at": clock.now()}
    if not undecided.update(**decided):
        return False
    settle(alert)
    events.record("alert.dismissed", alert, brand=alert.brand, after={"reason": reason}, by=events.whoever(by))
    return True


def settle(alert: Alert) -> None:
    """Nobody needs to be told of it any more."""
    for kind in NOTICES.values():
        notices.settle(kind, [alert.public_id])


@transaction.atomic
def mute(topic: Topic, hours: int, *, by: User) -> datetime:
    """Raise nothing about `topic` for so many hours; returns until when."""
    until = clock.now() + timedelta(hours=hours)
    watch_of(topic)
    Watch.objects.filter(topic=topic).update(muted_until=until)
    events.record("watch.muted", topic, brand=topic.brand, after={"hours": hours}, by=events.whoever(by))
    return until


@transaction.atomic
def unmute(topic: Topic, *, by: User) -> None:
    """Watch `topic` again."""
    if Watch.objects.filter(topic=topic, muted_until__gt=clock.now()).update(muted_until=None):
        events.record("watch.unmuted", topic, brand=topic.brand, by=events.whoever(by))


@transaction.atomic
def change(watch: Watch, *, seen: int, by: User, **changes: object) -> Watch:
    """Watch a topic otherwise. Raises core.versions.StaleWrite."""
    before, after = events.changed({name: getattr(watch, name) for name in changes}, changes)
    changed = save_if_current(watch, seen=seen, changes=changes)
    if after:
        topic = changed.topic
        events.record("watch.changed", topic, brand=topic.brand, before=before, after=after, by=events.whoever(by))
    return changed
