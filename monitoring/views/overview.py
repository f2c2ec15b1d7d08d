from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from brands.places import language_name
from brands.roles import Need
from brands.views.base import BrandView
from core import clock
from monitoring import breakdowns, course, filters, periods, queries, tiles, top_lists
from monitoring.charts import hours, mood, shares, voice, volume
from monitoring.charts.parts import Drill
from monitoring.charts.shares import Part
from monitoring.charts.voice import Voice
from monitoring.filters import BadFilter, Filters
from monitoring.models import Kept, Mention, Source, Topic
from monitoring.periods import Period
from monitoring.views import period_bar, shown, top_cards
from networks.naming import network_name

NEWEST = 6


class Overview(BrandView):
    """The brand's dashboard: how much is said, where, by whom, in which mood, and what was said last.

    Every figure comes from counters and daily tops, so that it costs the same however much was said.
    """

    need = Need.ENTER
    section = "overview"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        context = {
            "hears": Source.objects.exists() or Mention.objects.exists(),
            "manages": self.access.allows(Need.MANAGE_SOURCES),
            "reads": self.reads,
        }
        if context["hears"]:
            context |= self._figures()
        return render(request, "monitoring/overview.html", context)

    @cached_property
    def reads(self) -> bool:
        return self.access.allows(Need.READ_MENTIONS)

    @cached_property
    def today(self) -> date:
        return timezone.localtime(clock.now(), self.brand.zone).date()

    @cached_property
    def topics(self) -> list[Topic]:
        return list(Topic.objects.order_by("sort_key"))

    def _asked(self) -> tuple[Period, Topic | None]:
        """What the address asks for. Raises Http404 for what cannot be."""
        try:
            asked = filters.parse(self.request.GET)
            period = periods.chosen(self.request.GET, asked, self.today)
        except BadFilter as error:
            raise Http404 from error
        topic = next((topic for topic in self.topics if topic.public_id == asked.topic), None)
        if asked.topic and topic is None:
            raise Http404
        return period, topic

    def _figures(self) -> dict[str, Any]:
        asked, topic = self._asked()
        period = asked.until(self.today)
        drill = self._drill(period, topic)
        told = course.of(self.brand, period, topic, clock.now())
        by_topic = breakdowns.by_topic(period)
        voices = self._voices(period, by_topic, comparable=bool(told.before) or topic is not None)
        heat = breakdowns.by_hour_of_week(self.brand, period, topic)
        return {
            **period_bar.of(asked, topic, self.topics, self.request.path),
            "deleted_before": self._deleted_before(period),
            "kpis": tiles.all_of(told, voices, drill, self._page("sources") if self.reads else ""),
            "volume": volume.card(told, drill),
            "mood": mood.card(told, drill),
            "voice": voice.card(
                voices,
                self._drill(period, None),
                self._drill(period.before, None),
                self._page("topics") if self.reads else "",
            ),
            "hours": hours.card(heat, drill),
            "shares": self._shares(period, topic, by_topic, drill),
            "tops": top_cards.of(top_lists.between(period.first, period.last, topic), drill),
            "newest": shown.rows(self.access, self._newest(topic)) if self.reads else [],
        }

    def _deleted_before(self, period: Period) -> date | None:
        """Where numbers of `period` stay of which mentions are deleted: the first day that is whole."""
        since = Kept.objects.values_list("since", flat=True).first()
        whole = timezone.localtime(since, self.brand.zone).date() if since else None
        return whole if whole and whole > period.first else None

    def _page(self, name: str) -> str:
        return reverse(f"monitoring:{name}", args=[self.brand.public_id])

    def _drill(self, period: Period, topic: Topic | None) -> Drill:
        narrowed = Filters(since=period.first, until=period.last, topic=topic.public_id if topic else "")
        return Drill(self._page("mentions") if self.reads else "", narrowed)

    def _voices(self, period: Period, by_topic: dict[int | None, dict[str, int]], *, comparable: bool) -> list[Voice]:
        now = {pk: sum(by.values()) for pk, by in by_topic.items()}
        before = breakdowns.by_topic(period.before) if comparable else None
        former = None if before is None else {pk: sum(by.values()) for pk, by in before.items()}
        return voice.voices(self.topics, now, former)

    def _shares(
        self, period: Period, topic: Topic | None, by_topic: dict[int | None, dict[str, int]], drill: Drill
    ) -> list[dict[str, Any]]:
        networks, languages = breakdowns.by_network_and_language(period, topic)
        by_network = [Part(network_name(key), by, {"network": (key,)}) for key, by in networks.items()]
        by_language = [Part(language_name(code), by, {"language": (code,)}) for code, by in languages.items()]
        parts = [Part(t.name, by_topic[t.pk], {"topic": t.public_id}) for t in self.topics if t.pk in by_topic]
        parts.sort(key=lambda part: (-part.total, part.name))
        whole = sum(by_topic[None].values()) if None in by_topic else 0
        return [
            shares.of_networks(by_network, drill),
            shares.of_languages(by_language, drill),
            shares.of_topics(parts, whole, self._drill(period, None)),
        ]

    def _newest(self, topic: Topic | None) -> list[Mention]:
        asked = Filters(topic=topic.public_id if topic else "")
        listed = queries.matching(asked, brand=self.brand, user=self.user)
        return queries.page(listed, user=self.user, size=NEWEST).rows
