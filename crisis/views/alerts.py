from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.roles import Need
from brands.views.base import BrandView
from core import clock, formats
from core.text import whole
from core.ui import toast
from crisis import alerts, chart, saying, series
from crisis.forms import ReasonForm
from crisis.models import Alert, Watch
from monitoring import queries
from monitoring.charts.parts import Drill
from monitoring.filters import Filters
from monitoring.models import Author, Mention, Sentiment, Topic
from monitoring.views import shown
from networks.naming import network_name

PAGE = 50
STATES = {"open": (Alert.State.NEW, Alert.State.SEEN), "incident": (Alert.State.INCIDENT,)}
STATES |= {"dismissed": (Alert.State.DISMISSED,)}


class Alerts(BrandView):
    """What was out of the ordinary, newest first; what nobody has decided about, unless the address says otherwise."""

    need = Need.READ_MENTIONS
    section, tab = "crisis", "alerts"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        wanted = request.GET.get("state", "open")
        if wanted not in {*STATES, "all"}:
            raise Http404
        rows: QuerySet[Alert] = Alert.objects.select_related("topic").order_by("-raised_at", "-pk")
        if wanted != "all":
            rows = rows.filter(state__in=STATES[wanted])
        if wanted == "open":  # what waits for a decision comes by weight
            rows = rows.order_by(Case(When(vips__gt=0, then=0), default=1), "-raised_at", "-pk")
        context = {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "state": wanted,
            "states": self._states(),
            "any": Alert.objects.exists(),
            "topics": Topic.objects.exists(),
        }
        return render(request, "crisis/alerts.html", context)

    def _states(self) -> list[tuple[str, str, int]]:
        counted = dict(Alert.objects.values_list("state").annotate(n=Count("pk")))
        words = {"open": _("To decide"), "incident": _("Incident opened"), "dismissed": _("Dismissed")}
        named = [(key, words[key], sum(counted.get(state, 0) for state in STATES[key])) for key in STATES]
        return [*named, ("all", _("All"), sum(counted.values()))]


class OneAlert(BrandView):
    """What the page of an alert and the form on it share."""

    section, tab = "crisis", "alerts"

    def page(self, row: Alert, form: ReasonForm) -> HttpResponse:
        drill = self._drill(row)
        known = series.of(self.brand, row.topic, min(clock.now(), row.at + chart.AFTER * series.HOUR))
        context = {
            "alert": row,
            "form": form,
            "said": saying.of(row),
            "chart": chart.of_alert(row, chart.points(known, row.metric, row.at), drill),
            "behind": self._behind(row, drill),
            "acts": self.access.allows(Need.TRIAGE) and row.open,
            "triages": self.access.allows(Need.TRIAGE),
            "mutes": [(hours, _hours(hours)) for hours in alerts.MUTES],
            "muted_until": self._muted(row),
            **self._moved(row, drill),
        }
        return render(self.request, "crisis/alert.html", context, status=422 if form.errors else 200)

    def _muted(self, row: Alert) -> datetime | None:
        until = Watch.objects.filter(topic=row.topic).values_list("muted_until", flat=True).first()
        return until if until and until > clock.now() else None

    def _drill(self, row: Alert) -> Drill:
        since, until = (datetime.fromisoformat(row.explanation[key]).astimezone(self.brand.zone) for key in _HOUR)
        narrowed = Filters(since=since.date(), until=until.date(), topic=row.topic.public_id)
        return Drill(reverse("monitoring:mentions", args=[self.brand.public_id]), narrowed)

    def _behind(self, row: Alert, drill: Drill) -> str:
        negative = row.metric == Alert.Metric.NEGATIVE
        return drill.to(sentiment=(Sentiment.NEGATIVE.value,)) if negative else drill.to()

    def _moved(self, row: Alert, drill: Drill) -> dict[str, Any]:
        told = row.explanation
        vips = told.get("vips", [])  # alerts from before have none
        named = Author.objects.filter(public_id__in=_keys([*told["authors"], *vips]), hidden=False)
        authors = {one.public_id: one for one in named}
        listed = Mention.objects.filter(public_id__in=told["samples"], hidden=False)
        samples = {one.public_id: one for one in queries.with_all(listed, self.user)}
        return {
            "terms": [(word, n, drill.to(word=word)) for word, n in told["terms"]],
            "vips": [(str(authors[key]), n, drill.to(author=key)) for key, n in vips if key in authors],
            "authors": [(str(authors[key]), n, drill.to(author=key)) for key, n in told["authors"] if key in authors],
            "networks": [(key, network_name(key), n, drill.to(network=(key,))) for key, n in told["networks"]],
            "samples": shown.rows(self.access, [samples[key] for key in told["samples"] if key in samples]),
        }


class AlertPage(OneAlert):
    """One alert: what moved, against what, and what can be done."""

    need = Need.READ_MENTIONS

    def get(self, request: HttpRequest, brand: str, alert: str) -> HttpResponse:
        row = found(alert)
        if self.access.allows(Need.TRIAGE):
            alerts.see(row)
        return self.page(row, ReasonForm())


_HOUR = ("since", "until")


def found(alert: str) -> Alert:
    """The alert of that public id, with its topic. Raises Http404."""
    row: Alert = get_object_or_404(Alert.objects.select_related("topic", "incident"), public_id=alert)
    return row


def _keys(pairs: list[list[Any]]) -> list[str]:
    return [key for key, _n in pairs]


def _hours(n: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": formats.number(n)}


class Dismiss(OneAlert):
    """It is nothing, and why."""

    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str, alert: str) -> HttpResponse:
        row, form = found(alert), ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(row, form)
        if alerts.dismiss(row, reason=form.cleaned_data["reason"], by=self.user):
            toast(request, _("Alert dismissed."))
        else:
            messages.error(request, _("Somebody was faster: this alert is decided. Nothing was changed."))
        return redirect("crisis:alert", brand=brand, alert=alert)


class Mute(BrandView):
    """Have the alert's topic keep quiet for some hours, or no longer (0)."""

    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str, alert: str) -> HttpResponse:
        row, hours = found(alert), whole(request.POST.get("hours", ""), max(alerts.MUTES))
        if hours in alerts.MUTES:
            until = alerts.mute(row.topic, hours, by=self.user)
            said = _("No alerts about %(topic)s until %(moment)s.")
            toast(request, said % {"topic": row.topic, "moment": formats.moment(until)})
        else:
            alerts.unmute(row.topic, by=self.user)
            toast(request, _("%(topic)s is watched again.") % {"topic": row.topic})
        return redirect("crisis:alert", brand=brand, alert=alert)
