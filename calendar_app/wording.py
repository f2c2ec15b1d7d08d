"""What the history says about planning."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PLANNING: dict[str, Any] = {
    "slots.changed": _("%(actor)s changed the slots of the week."),
    "series.begun": _("%(actor)s had a post repeat."),
    "series.changed": _("%(actor)s changed posts that repeat."),
    "series.skipped": _("%(actor)s left %(day)s out of posts that repeat."),
    "series.stopped": _("%(actor)s stopped posts that repeat."),
    "calendar_link.made": _("%(actor)s made a secret address of the calendar."),
    "calendar_link.revoked": _("%(actor)s ended a secret address of the calendar."),
    "publishing.rules_changed": _("%(actor)s changed how the brand publishes."),
}
