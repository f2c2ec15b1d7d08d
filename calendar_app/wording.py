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
    "hold.placed": _("%(actor)s placed a hold on what is scheduled."),
    "hold.gathered": _("Publications held at once: %(posts)s."),
    "hold.lifted": _("%(actor)s lifted the hold. What is held waits for a decision."),
    "hold.post_now": _("%(actor)s let the held post «%(text)s» go out at once."),
    "hold.post_kept": _("%(actor)s let the held post «%(text)s» go out at its time."),
    "hold.post_moved": _("%(actor)s moved the held post «%(text)s» to another time."),
    "hold.post_dropped": _("%(actor)s dropped the held post «%(text)s»."),
    "publishing.rules_changed": _("%(actor)s changed how the brand publishes."),
}
