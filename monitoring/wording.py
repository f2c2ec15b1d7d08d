"""What pages and the history say about listening: the state of a source in a word, events in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need
from core import formats
from monitoring.health import Health


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as components/_state.html draws it."""

    label: Any
    icon: str
    tone: str = ""


STANDING: dict[Health, Chip] = {
    Health.NEW: Chip(_("First poll soon"), "clock"),
    Health.GOOD: Chip(_("Listening"), "circle-check", "ok"),
    Health.WAITING: Chip(_("Asked to wait"), "clock-pause", "wait"),
    Health.RETRYING: Chip(_("Trying again"), "refresh", "unknown"),
    Health.FAILING: Chip(_("In trouble"), "alert-triangle", "unknown"),
    Health.STOPPED: Chip(_("Stopped"), "alert-triangle", "failed"),
    Health.PAUSED: Chip(_("Paused"), "player-pause"),
}

CONNECTING = Chip(_("Connecting"), "clock")
DEAF = Chip(_("Needs a topic"), "clock-pause", "wait")
"""Of sources of a stream."""
IMPORTED = Chip(_("Imported file"), "file-import")
"""In place of how it goes, for a source that stands for a file."""

EVENTS: dict[str, Any] = {
    "source.added": _("%(actor)s added the source %(object)s."),
    "source.edited": _("%(actor)s changed the source %(object)s."),
    "source.paused": _("%(actor)s paused the source %(object)s."),
    "source.resumed": _("%(actor)s resumed the source %(object)s."),
    "source.removed": _("%(actor)s removed the source %(object)s."),
    "source.restored": _("%(actor)s brought the source %(object)s back."),
    "topic.added": _("%(actor)s added the topic %(object)s."),
    "topic.edited": _("%(actor)s changed the topic %(object)s."),
    "topic.removed": _("%(actor)s removed the topic %(object)s."),
    "topic.restored": _("%(actor)s brought the topic %(object)s back."),
    "saved_view.added": _("%(actor)s saved the view %(object)s for the team."),
    "saved_view.renamed": _("%(actor)s renamed a view of the team to %(object)s."),
    "saved_view.removed": _("%(actor)s deleted the view %(object)s of the team."),
    "saved_view.restored": _("%(actor)s brought the view %(object)s of the team back."),
    "mention.assigned": _("%(actor)s changed who is in charge."),
    "mention.department_set": _("%(actor)s changed the department."),
    "mention.handled": _("%(actor)s marked it as handled."),
    "mention.reopened": _("%(actor)s opened it again."),
    "mention.tagged": _("%(actor)s tagged it “%(tag)s”."),
    "mention.untagged": _("%(actor)s removed the tag “%(tag)s”."),
    "mention.noted": _("%(actor)s wrote the note."),
    "mention.note_removed": _("%(actor)s emptied the note."),
    "mention.label_corrected": _("%(actor)s corrected the sentiment."),
    "mention.label_restored": _("%(actor)s took the correction of the sentiment back."),
    "mention.language_corrected": _("%(actor)s corrected the language."),
    "mention.language_restored": _("%(actor)s took the correction of the language back."),
    "author.hidden": _("%(actor)s hid the author %(object)s."),
    "author.shown": _("%(actor)s shows the author %(object)s again."),
    "import.started": _("%(actor)s imported the file %(object)s."),
    "mentions.exported": _("%(actor)s exported mentions of %(object)s."),
}
"""Sentences for the brand's history, registered when the app starts."""


def _source_of(notice: Notice) -> str:
    return reverse("monitoring:source", args=[notice.brand.public_id, notice.key])


def _silence(words: dict[str, Any]) -> dict[str, Any]:
    return words | {name: formats.span(timedelta(seconds=words[name])) for name in ("silent", "longest")}


def _import_of(notice: Notice) -> str:
    return reverse("monitoring:import", args=[notice.brand.public_id, notice.key])


def _exports_of(notice: Notice) -> str:
    return reverse("monitoring:exports", args=[notice.brand.public_id])


def _numbers(words: dict[str, Any]) -> dict[str, Any]:
    return words | {name: formats.number(words[name]) for name in ("new", "rows") if name in words}


NOTICES = (
    Kind(
        "import.done",
        Need.MANAGE_SOURCES,
        _("The file %(file)s has been read: %(new)s new mentions."),
        "circle-check",
        _import_of,
        "ok",
        _numbers,
        label=_("An import is done"),
        mail="none",
    ),
    Kind(
        "import.failed",
        Need.MANAGE_SOURCES,
        _("The file %(file)s could not be read to its end. What was read is kept; its page says why."),
        "alert-triangle",
        _import_of,
        "failed",
        _numbers,
        label=_("An import failed"),
    ),
    Kind(
        "export.done",
        Need.EXPORT,
        _("Your export of %(rows)s mentions is ready. It is kept for seven days."),
        "circle-check",
        _exports_of,
        "ok",
        _numbers,
        label=_("An export is ready"),
        mail="none",
    ),
    Kind(
        "export.failed",
        Need.EXPORT,
        _("Your export could not be written. Nothing is lost: start it again from the mentions."),
        "alert-triangle",
        _exports_of,
        "failed",
        label=_("An export failed"),
    ),
    Kind(
        "source.silent",
        Need.MANAGE_SOURCES,
        _(
            "%(source)s has said nothing new for %(silent)s. Its longest pause before was %(longest)s: "
            "see whether it moved."
        ),
        "ear",
        _source_of,
        "unknown",
        _silence,
        label=_("A source fell silent"),
    ),
    Kind(
        "source.stopped",
        Need.MANAGE_SOURCES,
        _("%(source)s stopped: we are not listening to it any more. Its page says why and what to do."),
        "alert-triangle",
        _source_of,
        "failed",
        label=_("A source stopped"),
    ),
)
"""What people are told without asking, registered when the app starts."""
