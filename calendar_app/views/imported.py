"""An import of posts as its pages show it: where it stands, the rows as they will be, what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.models import Brand
from calendar_app.importing.columns import LABELS, Field
from calendar_app.importing.reading import Faulty, Good
from calendar_app.models import ImportedPost, LeftOutRow, Post, PostImport, Publication
from calendar_app.states import LOOKS
from channels.naming import label
from core import formats
from core.sheets import cells, errors
from core.sheets.errors import Unreadable

SHOWN = 30
State = PostImport.State


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as components/_state.html draws it."""

    label: str
    icon: str
    tone: str = ""


def standing(one: PostImport) -> dict[str, Any]:
    """`chip` for components/_state.html, `job` for components/_job.html (while there is one), `under_way`."""
    under_way = one.state in {State.WAITING, State.RUNNING}
    return {"chip": _chip(one), "under_way": under_way, "job": _job(one, under_way=under_way)}


def _chip(one: PostImport) -> Chip:
    if not one.started_at:
        return Chip(_("Not started"), "pencil")
    if one.state == State.DONE:
        return Chip(_("Taken back"), "arrow-back-up") if one.undone_at else Chip(_("Imported"), "circle-check", "ok")
    if one.state == State.FAILED:
        return Chip(_("Stopped"), "alert-triangle", "failed")
    if one.state == State.PAUSED:
        return Chip(_("Stopped"), "player-pause")
    return Chip(_("Taking back") if one.undo_asked_at else _("Reading"), "loader-2", "active")


def _job(one: PostImport, *, under_way: bool) -> dict[str, Any] | None:
    if not one.started_at or one.state == State.DONE:
        return None
    if one.undo_asked_at:
        title = _("Taking back the posts of %(file)s") % {"file": one.name}
        done = {"done": one.undone + one.left, "total": one.new}
        return {"title": title, "state": "running" if under_way else "stopped", **done}
    here = [one.brand.public_id, one.public_id]
    counted = {name: formats.number(getattr(one, name)) for name in ("new", "known", "faulty")}
    done_rows = min(max(one.position - one.head_row, 0), one.total)
    stopped = _("Stopped after %(rows)s rows") % {"rows": formats.number(done_rows)}
    return {
        "title": _("Reading %(file)s") % {"file": one.name} if under_way else stopped,
        "state": "running" if under_way else "stopped",
        "done": done_rows,
        "total": one.total,
        "note": _("%(new)s new, %(known)s already there, %(faulty)s left out.") % counted,
        "stop_url": reverse("calendar:import_stop", args=here),
        "resume_url": reverse("calendar:import_go_on", args=here) if one.path else "",
    }


def preview(read: Sequence[Good | Faulty], brand: Brand) -> dict[str, Any]:
    """What calendar_app/_import_preview.html takes."""
    faulty = sum(isinstance(one, Faulty) for one in read)
    return {
        "preview": [_read(one) for one in read[:SHOWN]],
        "looked_at": len(read),
        "faulty": faulty,
        "zone": brand.time_zone.rpartition("/")[2].replace("_", " "),
    }


def _read(one: Good | Faulty) -> dict[str, Any]:
    if isinstance(one, Faulty):
        text = " · ".join(filter(None, map(cells.text, one.cells)))
        return {"number": one.number, "faults": [(_column(f.field), f.text) for f in one.faults], "text": text}
    content = one.wanted.content
    return {
        "number": one.number,
        "when": one.told.words if one.told else "",
        "look": LOOKS[Publication.State.WAITING if one.schedule else Publication.State.DRAFT],
        "accounts": [
            {"account": checked.account, "label": label(checked.account), "length": next(iter(checked.lengths), None)}
            for checked in one.checked
        ],
        "title": content.title,
        "text": content.text,
        "has": _has(one),
        "notes": [(_column(note.field), note.text) for note in one.notes],
    }


def _has(one: Good) -> list[str]:
    """What there is beside the text, in a few words each."""
    content = one.wanted.content
    found = []
    if n := len(content.media):
        found.append(ngettext("%(n)s file", "%(n)s files", n) % {"n": n})
    if n := len(content.thread):
        found.append(ngettext("thread of %(n)s more", "thread of %(n)s more", n) % {"n": n})
    if content.first_comment:
        found.append(_("first comment"))
    if content.warning:
        found.append(_("content warning: %(words)s") % {"words": content.warning})
    return [*found, *filter(None, (content.link, one.wanted.objective, one.wanted.campaign))]


def outcome(one: PostImport) -> dict[str, Any]:
    """What calendar_app/_import.html takes."""
    calendar = reverse("calendar:calendar", args=[one.brand.public_id])
    first = Post.objects.filter(pk__in=ImportedPost.objects.filter(imported=one).values("post"), due_at__isnull=False)
    soonest: Post | None = first.order_by("due_at").first()
    rows = LeftOutRow.objects.filter(imported=one).order_by("row")[:SHOWN]
    day = f"?day={soonest.wall_date}" if soonest and soonest.wall_date else ""
    return {
        "batch": one,
        **standing(one),
        "tiles": _tiles(one),
        "calendar_url": f"{calendar}{day}",
        "columns": [(_column(name), n) for name, n in sorted(one.reasons.items(), key=lambda each: -each[1])],
        "rows": [_left_out(row) for row in rows],
        "may_undo": bool(one.new) and not one.undo_asked_at and one.state in {State.DONE, State.PAUSED, State.FAILED},
        "nothing": not one.new and one.known > 0 and not one.faulty,
        "why": _why(one),
    }


def _tiles(one: PostImport) -> list[dict[str, Any]]:
    tiles = [
        {"label": _("New posts"), "value": formats.number(one.new)},
        {"label": _("Already there"), "value": formats.number(one.known), "note": _("Nothing was doubled.")},
        {"label": _("Left out"), "value": formats.number(one.faulty)},
    ]
    if not one.undone_at:
        return tiles
    return [
        {"label": _("Taken back"), "value": formats.number(one.undone)},
        {
            "label": _("Left in the calendar"),
            "value": formats.number(one.left),
            "note": _("Public, or changed since they were imported."),
        },
        tiles[2],
    ]


def _left_out(row: LeftOutRow) -> dict[str, Any]:
    said = " · ".join(filter(None, (cells.text(cells.from_json(cell)) for cell in row.cells)))
    return {"row": row.row, "faults": [(_column(field), text) for field, text in row.faults], "text": said[:200]}


def told(field: str, text: str) -> str:
    """A fault with its column: «Time: …»."""
    return f"{_column(field)}: {text}" if field else text


def _column(field: str) -> str:
    return str(LABELS[Field(field)]) if field else ""


def _why(one: PostImport) -> str:
    """Why it failed, in words."""
    if one.state != State.FAILED:
        return ""
    if one.last_error == Unreadable.__name__:
        return errors.words(one.last_error_detail)
    if one.last_error == FileNotFoundError.__name__:
        return _("The file is not there any more. Upload it again: what was made is not doubled.")
    if one.last_error == "NotAllowed":
        return _("Whoever imported it may not write posts here any more. Upload it yourself: nothing is doubled.")
    return _("We could not go on with this file. What was made is kept; go on, or upload it again: nothing is doubled.")
