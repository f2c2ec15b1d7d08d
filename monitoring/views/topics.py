from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from brands.models import Brand
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core import formats
from core.ui import toast
from core.versions import StaleWrite
from monitoring import starters, topic_figures, topics
from monitoring.forms import EditTopicForm, TopicForm
from monitoring.models import Topic
from monitoring.topic_figures import Figures, Progress
from monitoring.views import query_preview


class TopicsPage(BrandView):
    """Every topic of the brand with its figures."""

    need = Need.READ_MENTIONS
    section, tab = "listening", "topics"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        listed = _in_order(Topic.objects.all())
        figures, progress = topic_figures.of_topics(self.brand, listed), topic_figures.progress_of(listed)
        rows = [described(self.brand, topic, figures[topic.pk], progress.get(topic.pk)) for topic in listed]
        context = {
            "topics": rows,
            "working": any(row["working"] for row in rows),
            "manages": self.access.allows(Need.MANAGE_TOPICS),
            "starters": [] if rows else starters.starters(self.brand),
        }
        return render(request, "monitoring/topics.html", context)


class NewTopic(BrandView):
    """A topic being written. `?start=competitor` begins with an example."""

    need = Need.MANAGE_TOPICS
    section, tab = "listening", "topics"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        asked = request.GET.get("start", "")
        start = next((s for s in starters.starters(self.brand) if s.kind == asked), None)
        given = {"name": start.name, "kind": start.kind, "query": start.query} if start else {}
        return self._page(TopicForm(initial=given))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = TopicForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            topic = topics.add_topic(self.brand, by=self.user, **form.cleaned_data)
        except topics.AlreadyThere as there:
            form.take_name(there.topic)
            return self._page(form)
        toast(request, _("Listening for %(topic)s. What was heard before is being looked through.") % {"topic": topic})
        return redirect("monitoring:topic", brand=brand, topic=topic.public_id)

    def _page(self, form: TopicForm) -> HttpResponse:
        context = _writing(self.brand, form)
        return render(self.request, "monitoring/topic_new.html", context, status=422 if form.errors else 200)


class TopicPage(BrandView):
    """One topic: its figures, how far it is matched, and what it looks for."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.MANAGE_TOPICS}
    section, tab = "listening", "topics"

    def get(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic, public_id=topic)
        return self._page(row, EditTopicForm.of(row))

    def post(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic, public_id=topic)
        form, here = EditTopicForm(request.POST), reverse("monitoring:topic", args=[brand, topic])
        if not form.is_valid():
            return self._page(row, form)
        before = row.query_version
        try:
            topics.edit(row, seen=form.cleaned_data.pop("version"), **form.cleaned_data)
        except StaleWrite as error:
            return conflict(request, error, back=here, labels=TopicForm.words())
        except topics.AlreadyThere as there:
            form.take_name(there.topic)
            return self._page(row, form)
        again = _("Saved. What was heard before is being looked through again.")
        toast(request, again if row.query_version != before else _("Saved."))
        return redirect(here)

    def _page(self, row: Topic, form: EditTopicForm) -> HttpResponse:
        manages = self.access.allows(Need.MANAGE_TOPICS)
        context = {"topic": row, "manages": manages, **_standing(self.brand, row)}
        if manages:
            context |= _writing(self.brand, form)
        return render(self.request, "monitoring/topic.html", context, status=422 if form.errors else 200)


class Preview(BrandView):
    """What a query that is being typed finds among the latest mentions. Writes nothing; answers a part of the page."""

    need = Need.MANAGE_TOPICS

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        typed = request.POST.get("query", "").replace("\r\n", "\n")
        return render(request, "monitoring/_preview.html", query_preview.context(self.access, typed, self.user))


class Standing(BrandView):
    """Figures and progress of one topic, asked for every few seconds while it is being matched."""

    need = Need.READ_MENTIONS

    def get(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic, public_id=topic)
        context = {"topic": row, **_standing(self.brand, row)}
        return render(request, "monitoring/_topic_standing.html", context)


class MatchAgain(BrandView):
    """Go on where looking through what was heard before has stopped."""

    need = Need.MANAGE_TOPICS

    def post(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic, public_id=topic)
        topics.match_again(row)
        toast(request, _("What was heard before is being looked through again."))
        return redirect("monitoring:topic", brand=brand, topic=topic)


class Remove(BrandView):
    """Stop listening for it; for 30 days it can come back."""

    need = Need.MANAGE_TOPICS

    def post(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic, public_id=topic)
        topics.remove(row)
        undo = reverse("monitoring:topic_restore", args=[brand, topic])
        toast(request, _("%(topic)s removed. Its mentions stay.") % {"topic": row}, undo)
        return redirect("monitoring:topics", brand=brand)


class Restore(BrandView):
    need = Need.MANAGE_TOPICS

    def post(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic.with_deleted, public_id=topic, deleted_at__isnull=False)
        try:
            topics.restore(row)
        except topics.AlreadyThere as there:
            taken = _("%(topic)s did not come back: another topic has its name now. Rename that one and try again.")
            messages.error(request, taken % {"topic": row})
            return redirect("monitoring:topic", brand=brand, topic=there.topic.public_id)
        toast(request, _("%(topic)s is back.") % {"topic": row})
        return redirect("monitoring:topic", brand=brand, topic=topic)


def described(brand: Brand, topic: Topic, figures: Figures, progress: Progress | None) -> dict[str, Any]:
    """A topic as the table and its page show it."""
    mentions = reverse("monitoring:mentions", args=[brand.public_id])
    return {
        "topic": topic,
        "figures": figures,
        "progress": progress,
        "working": bool(progress and progress.runs),
        "url": f"{mentions}?topic={topic.public_id}",
        "negative_url": f"{mentions}?topic={topic.public_id}&sentiment=negative",
    }


def _in_order(found: Any) -> list[Topic]:
    """By kind, own brand first, then by name."""
    kinds = list(Topic.Kind.values)
    return sorted(found, key=lambda topic: (kinds.index(topic.kind), topic.sort_key))


def _standing(brand: Brand, topic: Topic) -> dict[str, Any]:
    figures = topic_figures.of_topics(brand, [topic])[topic.pk]
    one = described(brand, topic, figures, topic_figures.progress_of([topic]).get(topic.pk))
    again = reverse("monitoring:topic_again", args=[brand.public_id, topic.public_id])
    return {"one": one, "kpis": _tiles(brand, one), "job": _job(one["progress"], again)}


def _tiles(brand: Brand, one: dict[str, Any]) -> list[dict[str, Any]]:
    figures: Figures = one["figures"]
    last, everything = _("in the last 30 days"), topic_figures.heard(brand)
    negative = figures.negative
    return [
        {
            "label": _("Mentions"),
            "value": formats.number(figures.total),
            "course": figures.course,
            "note": last,
            "url": one["url"],
        },
        {
            "label": pgettext("several mentions", "Negative"),
            "value": None if negative is None else formats.percent(negative),
            "why": _("no scored mention in these days"),
            "note": last,
            "url": one["negative_url"],
        },
        {
            "label": _("Today"),
            "value": formats.number(figures.course[-1]),
            "note": _usual(figures),
        },
        {
            "label": _("Of all mentions"),
            "value": formats.percent(figures.total / everything) if everything else None,
            "why": _("nothing was heard in these days"),
            "note": last,
        },
    ]


def _usual(figures: Figures) -> str:
    if figures.usual is None:
        return _("nothing to compare with yet")
    return _("%(n)s on a usual day") % {"n": formats.number(round(figures.usual))}


def _job(progress: Progress | None, again: str) -> dict[str, Any] | None:
    """How far it is matched, as components/_job.html takes it; None once that is done."""
    if progress is None or progress.state == "done":
        return None
    found = ngettext("%(n)s match so far.", "%(n)s matches so far.", progress.matched)
    notes = {
        "running": found % {"n": formats.number(progress.matched)},
        "stopped": _("It stopped after several attempts. What comes in is matched; what was heard before is not."),
    }
    return {
        "title": _("Looking through what was heard in the last 90 days"),
        "state": progress.state,
        "done": progress.done,
        "total": progress.total,
        "note": notes[progress.state],
        "resume_url": again if progress.state == "stopped" else "",
    }


def _writing(brand: Brand, form: TopicForm) -> dict[str, Any]:
    """What stands around a query that is being written."""
    mistake = form.mistake
    return {
        "form": form,
        "mistake": mistake,
        "mistaken": query_preview.around(form.mistaken, mistake) if mistake else [],
        "exclusions": starters.exclusions(brand.languages),
        "preview_url": reverse("monitoring:topic_preview", args=[brand.public_id]),
    }
