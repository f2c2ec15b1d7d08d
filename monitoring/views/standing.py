"""Where an import stands, as lists and its page show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import formats
from monitoring.models import Import
from monitoring.wording import Chip


def standing(imported: Import) -> dict[str, Any]:
    """`chip` for components/_state.html, `job` for components/_job.html (while there is one), `under_way`."""
    state = imported.state
    under_way = state in {Import.State.WAITING, Import.State.RUNNING}
    return {"chip": _chip(imported), "under_way": under_way, "job": _job(imported, under_way=under_way)}


def _chip(imported: Import) -> Chip:
    if not imported.started_at:
        return Chip(_("Not started"), "pencil")
    if imported.state == Import.State.DONE:
        return Chip(_("Imported"), "circle-check", "ok")
    if imported.state == Import.State.FAILED:
        return Chip(_("Stopped"), "alert-triangle", "failed")
    if imported.state == Import.State.PAUSED:
        return Chip(_("Stopped"), "player-pause")
    return Chip(_("Reading"), "loader-2", "active")


def _job(imported: Import, *, under_way: bool) -> dict[str, Any] | None:
    if not imported.started_at or imported.state == Import.State.DONE:
        return None
    here = [imported.brand.public_id, imported.public_id]
    counted = {name: formats.number(getattr(imported, name)) for name in ("new", "known", "faulty")}
    done = min(max(imported.position - imported.head_row, 0), imported.total)
    return {
        "title": _("Reading %(file)s") % {"file": imported.name} if under_way else _stopped(done),
        "state": "running" if under_way else "stopped",
        "done": done,
        "total": imported.total,
        "note": _("%(new)s new, %(known)s already there, %(faulty)s left out.") % counted,
        "stop_url": reverse("monitoring:import_stop", args=here),
        "resume_url": reverse("monitoring:import_go_on", args=here) if imported.path else "",
    }


def _stopped(done: int) -> str:
    return _("Stopped after %(rows)s rows") % {"rows": formats.number(done)}
