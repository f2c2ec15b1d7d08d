"""What the history says about planning."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need
from core import formats

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
    "posts.import_started": _("%(actor)s imported posts from the file %(object)s."),
    "posts.import_undone": _("%(actor)s took back the posts of the file %(object)s."),
    "publishing.rules_changed": _("%(actor)s changed how the brand publishes."),
}


def _import_of(notice: Notice) -> str:
    return reverse("calendar:import", args=[notice.brand.public_id, notice.key])


def _numbers(words: dict[str, Any]) -> dict[str, Any]:
    return words | {name: formats.number(words[name]) for name in ("new", "faulty") if name in words}


IMPORTS = (
    Kind(
        "posts_import.done",
        Need.WRITE_POSTS,
        _("The posts of %(file)s are in the calendar: %(new)s new, %(faulty)s rows left out."),
        "circle-check",
        _import_of,
        "ok",
        _numbers,
        label=_("An import of posts is done"),
        mail="none",
    ),
    Kind(
        "posts_import.failed",
        Need.WRITE_POSTS,
        _("The posts of %(file)s could not be read to their end. What was made is kept; its page says why."),
        "alert-triangle",
        _import_of,
        "failed",
        _numbers,
        label=_("An import of posts failed"),
    ),
)
