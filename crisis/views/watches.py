from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, conflict
from core import clock
from core.ui import toast
from core.versions import StaleWrite
from crisis import alerts, watching
from crisis.forms import WatchForm
from crisis.models import Watch
from monitoring.models import Topic


class Watches(BrandView):
    """How each topic is watched."""

    need = Need.READ_MENTIONS
    section, tab = "crisis", "watches"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        there = {watch.topic_id: watch for watch in Watch.objects.all()}
        topics = Topic.objects.order_by("sort_key")
        rows = [(topic, there.get(topic.pk) or watching.usual_watch(topic)) for topic in topics]
        context = {"rows": rows, "now": clock.now(), "manages": self.access.allows(Need.MANAGE_TOPICS)}
        return render(request, "crisis/watches.html", context)


class WatchPage(BrandView):
    """How one topic is watched."""

    need = Need.MANAGE_TOPICS
    section, tab = "crisis", "watches"

    def get(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row = get_object_or_404(Topic, public_id=topic)
        watch = Watch.objects.filter(topic=row).first() or watching.usual_watch(row)
        return self._page(row, WatchForm(initial=WatchForm.values_of(watch)))

    def post(self, request: HttpRequest, brand: str, topic: str) -> HttpResponse:
        row, form = get_object_or_404(Topic, public_id=topic), WatchForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        seen = form.cleaned_data.pop("version")
        try:
            alerts.change(watching.watch_of(row), seen=seen, by=self.user, **form.cleaned_data)
        except StaleWrite as error:
            here = reverse("crisis:watch", args=[brand, topic])
            return conflict(request, error, back=here, labels=WatchForm.words())
        toast(request, _("Saved."))
        return redirect("crisis:watches", brand=brand)

    def _page(self, row: Topic, form: WatchForm) -> HttpResponse:
        context = {"topic": row, "form": form}
        return render(self.request, "crisis/watch.html", context, status=422 if form.errors else 200)
