from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, conflict
from calendar_app import holds
from calendar_app.models import Hold, Publication
from core import clock
from core.ui import toast
from core.versions import StaleWrite
from crisis import chart, incidents, printing, series, timeline
from crisis.forms import IncidentForm, LessonForm, NoteForm, TaskForm
from crisis.incidents import AlreadyClosed, StillHolds
from crisis.models import Alert, Incident, IncidentTask
from crisis.views.alerts import found as found_alert
from monitoring.charts.parts import Drill
from monitoring.filters import Filters

PAGE = 50
STATES = ("open", "closed", "all")


class Incidents(BrandView):
    """Incidents of the brand, the newest first; those that are open, unless the address says otherwise."""

    need = Need.READ_MENTIONS
    section, tab = "crisis", "incidents"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        state, level = request.GET.get("state", "open"), request.GET.get("level", "")
        if state not in STATES or level not in {"", *Incident.Level.values}:
            raise Http404
        rows: QuerySet[Incident] = Incident.objects.select_related("lead__user").order_by("-opened_at", "-pk")
        if state != "all":
            rows = rows.filter(closed_at__isnull=state == "open")
        rows = rows.filter(level=level) if level else rows
        context = {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "state": state,
            "level": level,
            "states": [
                ("open", pgettext("incidents", "Open")),
                ("closed", _("Closed")),
                ("all", pgettext("incidents", "All")),
            ],
            "levels": [("", _("Every level")), *Incident.Level.choices],
            "any": Incident.objects.exists(),
            "alerts": Alert.objects.filter(state__in=(Alert.State.NEW, Alert.State.SEEN)).count(),
            "opens": self.access.allows(Need.TRIAGE),
        }
        return render(request, "crisis/incidents.html", context)


class NewIncident(BrandView):
    """Open one, by hand or from an alert (`?alert=`)."""

    need = Need.TRIAGE
    section, tab = "crisis", "incidents"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        alert = self._alert()
        given = {"level": Incident.Level.ALERT}
        if alert:
            given |= {"title": alert.topic.name, "topic": alert.topic.public_id}
        return self._page(IncidentForm(initial=given, brand=self.brand), alert)

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form, alert = IncidentForm(request.POST, brand=self.brand), self._alert()
        if not form.is_valid():
            return self._page(form, alert)
        made = incidents.open_one(self.brand, by=self.user, alert=alert, **form.values)
        toast(request, _("Incident opened."))
        return redirect("crisis:incident", brand=brand, incident=made.public_id)

    def _alert(self) -> Alert | None:
        asked = self.request.GET.get("alert", "")
        return found_alert(asked) if asked else None

    def _page(self, form: IncidentForm, alert: Alert | None) -> HttpResponse:
        context = {"form": form, "alert": alert}
        return render(self.request, "crisis/incident_form.html", context, status=422 if form.errors else 200)


class OneIncident(BrandView):
    """What the page of an incident and the forms on it share."""

    need: Any = Need.TRIAGE
    section, tab = "crisis", "incidents"

    def row(self, incident: str) -> Incident:
        """Raises Http404."""
        rows = Incident.objects.select_related("lead__user", "topic", "opened_by", "closed_by")
        found: Incident = get_object_or_404(rows, public_id=incident)
        return found

    def back(self, row: Incident) -> HttpResponse:
        return redirect("crisis:incident", brand=self.brand.public_id, incident=row.public_id)

    def page(self, row: Incident, *, status: int = 200, **forms: Any) -> HttpResponse:
        placed = list(Hold.objects.filter(pk__in=row.holds.values("hold")).select_related("placed_by"))
        tasks = list(IncidentTask.objects.filter(incident=row).select_related("who__user").order_by("pk"))
        held = held_posts(placed)
        context = {
            "incident": row,
            "chart": self._chart(row),
            "alerts": Alert.objects.filter(incident=row).select_related("topic"),
            "tasks": tasks,
            "done": sum(task.done_at is not None for task in tasks),
            "now": clock.now(),
            "holds": placed,
            "standing": [hold for hold in placed if hold.lifted_at is None],
            "held": held,
            "timeline": timeline.of(row),
            "acts": self.access.allows(Need.TRIAGE),
            "may_hold": self.access.allows(Need.PAUSE_PUBLISHING),
            "reviews": self.access.allows(Need.SCHEDULE_POSTS),
            "note_form": NoteForm(auto_id="note_%s"),
            "task_form": TaskForm(brand=self.brand, auto_id="task_%s"),
            "lesson_form": LessonForm(auto_id="lesson_%s"),
            **forms,
        }
        return render(self.request, "crisis/incident.html", context, status=status)

    def _chart(self, row: Incident) -> dict[str, Any] | None:
        if row.topic is None:
            return None
        now = row.closed_at or clock.now()
        drawn = chart.points(series.of(self.brand, row.topic, now), Alert.Metric.NEGATIVE, now)
        page = reverse("monitoring:mentions", args=[self.brand.public_id])
        return chart.card(Alert.Metric.NEGATIVE, drawn, Drill(page, Filters(topic=row.topic.public_id)))


def held_posts(placed: list[Hold]) -> list[dict[str, Any]]:
    """What these holds caught and nobody has decided about: each post once, the next due first."""
    rows = holds.held_by(placed).select_related("post", "account").order_by("due_at", "pk")
    found: dict[int, dict[str, Any]] = {}
    now = clock.now()
    for row in rows:
        passed = row.due_at is None or row.due_at <= now
        one = found.setdefault(row.post_id, {"post": row.post, "at": row.due_at, "passed": passed, "rows": []})
        one["rows"].append(row)
    return list(found.values())


def waiting() -> int:
    """Publications that are still scheduled."""
    return Publication.objects.filter(state=Publication.State.WAITING).count()


class IncidentPage(OneIncident):
    """One incident: what is known, the plan, what is held, what happened."""

    need = Need.READ_MENTIONS

    def get(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        return self.page(self.row(incident))


class IncidentPdf(OneIncident):
    """The same on paper, for who was not there."""

    need = Need.READ_MENTIONS

    def get(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row = self.row(incident)
        made = printing.pdf(self.brand, row, language=get_language() or "en")
        name = f"{slugify(row.title) or 'incident'}-{timezone.localdate(row.opened_at)}.pdf"
        return HttpResponse(
            made,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )


class EditIncident(OneIncident):
    """Title, level, lead, topic and what is known."""

    def get(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row = self.row(incident)
        return self._form(row, IncidentForm(initial=IncidentForm.values_of(row), brand=self.brand))

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row, form = self.row(incident), IncidentForm(request.POST, brand=self.brand)
        if not form.is_valid():
            return self._form(row, form)
        try:
            incidents.edit(row, seen=form.cleaned_data["version"] or 0, by=self.user, **form.values)
        except StaleWrite as error:
            labels = {name: field.label for name, field in form.fields.items() if name != "version"}
            return conflict(request, error, back=reverse("crisis:incident_edit", args=[brand, incident]), labels=labels)
        toast(request, _("Saved."))
        return self.back(row)

    def _form(self, row: Incident, form: IncidentForm) -> HttpResponse:
        context = {"form": form, "incident": row}
        return render(self.request, "crisis/incident_form.html", context, status=422 if form.errors else 200)


class Note(OneIncident):
    """Write something down."""

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row, form = self.row(incident), NoteForm(request.POST, auto_id="note_%s")
        if not form.is_valid():
            return self.page(row, status=422, note_form=form)
        incidents.note(row, form.cleaned_data["text"], by=self.user)
        return self.back(row)


class AddTask(OneIncident):
    """Add to the plan."""

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row, form = self.row(incident), TaskForm(request.POST, brand=self.brand, auto_id="task_%s")
        if not form.is_valid():
            return self.page(row, status=422, task_form=form)
        said = form.cleaned_data
        who = form.members.get(said["who"])
        incidents.add_task(row, said["text"], by=self.user, who=who, due_at=said["due_at"])
        return self.back(row)


class TaskDone(OneIncident):
    """Done, or not after all (`done=0`)."""

    def post(self, request: HttpRequest, brand: str, incident: str, task: str) -> HttpResponse:
        row = self.row(incident)
        one = get_object_or_404(IncidentTask.objects.select_related("incident"), incident=row, public_id=task)
        incidents.set_done(one, request.POST.get("done") != "0", by=self.user)
        return self.back(row)


class Close(OneIncident):
    """It is over; asks for the lesson. Who comes second keeps what they wrote."""

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row, form = self.row(incident), LessonForm(request.POST, auto_id="lesson_%s")
        if not form.is_valid():
            return self.page(row, status=422, lesson_form=form)
        try:
            incidents.close(row, form.cleaned_data["lesson"], by=self.user)
        except AlreadyClosed:
            typed = NoteForm(initial={"text": form.cleaned_data["lesson"]}, auto_id="note_%s")
            return self.page(self.row(incident), status=409, too_late=True, note_form=typed)
        except StillHolds:
            form.add_error(None, _("A hold still stands. Lift it first: what is held stays held until it is decided."))
            return self.page(row, status=422, lesson_form=form)
        toast(request, _("Incident closed."), reverse("crisis:incident_reopen", args=[brand, incident]))
        return self.back(row)


class Reopen(OneIncident):
    """It was not over."""

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row = self.row(incident)
        incidents.reopen(row, by=self.user)
        toast(request, _("The incident is open again."))
        return self.back(row)
