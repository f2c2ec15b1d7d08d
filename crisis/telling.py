"""What other programs are told of alerts and incidents: docs/webhooks.md lists it. In the caller's transaction."""

from __future__ import annotations

from typing import Any

from brands import webhooks
from crisis.models import Alert, Incident
from monitoring.models import Topic


def raised(alert: Alert) -> None:
    """A topic is out of the ordinary."""
    told = {
        "alert": alert.public_id,
        "topic": _topic(alert.topic),
        "metric": alert.metric,
        "observed": alert.observed,
        "expected": alert.expected,
        "threshold": alert.threshold,
        "share": alert.share,
        "raised_at": alert.raised_at,
    }
    webhooks.announce(alert.brand, "alert.raised", told)


def opened(incident: Incident) -> None:
    """Something is looked after from now on."""
    _tell("incident.opened", incident)


def closed(incident: Incident) -> None:
    """It is over."""
    _tell("incident.closed", incident)


def _tell(name: str, incident: Incident) -> None:
    told: dict[str, Any] = {
        "incident": incident.public_id,
        "title": incident.title,
        "level": incident.level,
        "topic": _topic(incident.topic),
        "lead": incident.lead.user.display_name if incident.lead else None,
        "opened_at": incident.opened_at,
        "closed_at": incident.closed_at,
    }
    webhooks.announce(incident.brand, name, told)


def _topic(topic: Topic | None) -> dict[str, str] | None:
    return {"id": topic.public_id, "name": topic.name} if topic else None
