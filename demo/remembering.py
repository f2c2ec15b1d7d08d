"""A crisis that is over: found in the counts by the product itself, looked after by the team, closed with a lesson."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta

from brands.models import Brand, Member
from core import clock
from crisis import alerts, incidents, watching
from demo.stories import Story, Surge


def go_through(brand: Brand, story: Story, now: datetime, lead: Member) -> None:
    """What happened in the story's past crisis. Call in the brand's scope, once its mentions are there."""
    surge = next((surge for surge in story.surges if surge.says == "past_crisis"), None)
    if surge is None:
        return
    starts = _starts(brand, surge, now)
    told, by = story.incident, lead.user
    with _at(starts + timedelta(minutes=70)):
        raised = watching.look(brand)
    with _at(starts + timedelta(minutes=85)):
        what = {"title": told["title"], "level": "crisis", "summary": told["summary"]}
        incident = incidents.open_one(brand, by=by, lead=lead, alert=raised[0] if raised else None, **what)
    for n, note in enumerate(told["notes"]):
        with _at(starts + timedelta(minutes=100 + 40 * n)):
            incidents.note(incident, note, by=by)
    with _at(starts + timedelta(hours=4)):
        for text in told["tasks"]:
            incidents.set_done(incidents.add_task(incident, text, by=by, who=lead), True, by=by)
    with _at(starts + timedelta(hours=20)):
        for alert in raised[1:]:
            alerts.dismiss(alert, reason="Es la misma avería.", by=by)
        incidents.close(incident, told["lesson"], by=by)


def _starts(brand: Brand, surge: Surge, now: datetime) -> datetime:
    day = now.astimezone(brand.zone).date() - timedelta(days=surge.days_ago)
    return datetime.combine(day, time(surge.hour), brand.zone)


def _at(moment: datetime) -> AbstractContextManager[None]:
    return clock.shifted(moment - clock.now())
