from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import redis
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from brands import attention
from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import window
from core import clock
from monitoring import live, passes, queries
from monitoring.filters import Filters
from monitoring.models import HourlyCount, Sentiment, Topic
from monitoring.views import shown
from today import heard, mattering, posts, tiles
from today.heard import NOTHING, Heard

logger = logging.getLogger(__name__)
MOST, TOPICS = 30, 6


class Today(BrandView):
    """What somebody who looks after the brand sees first. Whole as a page, its content alone for htmx."""

    need = Need.READ_MENTIONS
    section = "today"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        part = request.headers.get("HX-Target") == "today"
        response = render(request, "today/_brand.html" if part else "today/brand.html", self._context())
        patch_vary_headers(response, ("HX-Target",))
        return response

    def _context(self) -> dict[str, Any]:
        counted = attention.counts([self.access])
        waiting = attention.waiting([self.access], counted)
        said = heard.by(HourlyCount.objects.all(), "topic_id")
        everything = said.get(None, NOTHING)
        matters = mattering.of_brand(self.user)
        n = queries.count(matters)
        going_out = posts.of(window.of_brand(), {self.brand.pk: self.brand}, self.brand.zone)
        return {
            "today": timezone.localdate(clock.now()),
            "needed": attention.total(counted),
            "waiting": waiting[:MOST],
            "rest": max(len(waiting) - MOST, 0),
            "kpis": [
                tiles.mentions(everything, self._mentions()),
                tiles.mood(everything, self._mentions(sentiment=(Sentiment.NEGATIVE.value,))),
                tiles.mattering(n, self._mentions(read="unread", sentiment=(Sentiment.NEGATIVE.value,))),
                tiles.posts(going_out, reverse("calendar:calendar", args=[self.brand.public_id]) + "?view=day"),
            ],
            "matters": shown.rows(self.access, queries.with_all(matters, self.user)[: mattering.SHOWN]),
            "matters_more": max(n - mattering.SHOWN, 0),
            "unread_url": self._mentions(read="unread", sentiment=(Sentiment.NEGATIVE.value,)),
            "posts": going_out.lines,
            "talk": self._talk(said),
            "writes": self.access.allows(Need.WRITE_POSTS),
            "manages": self.access.allows(Need.MANAGE_SOURCES),
            "heard": bool(said),
            "live_version": self._version(),
            "live_pass": passes.issue(self.access),
        }

    def _talk(self, said: dict[Any, Heard]) -> list[dict[str, Any]]:
        """What is talked about most, by topic."""
        topics = sorted(
            ((topic, said[topic.pk]) for topic in Topic.objects.all() if topic.pk in said and said[topic.pk].total),
            key=lambda pair: (-pair[1].total, pair[0].sort_key),
        )
        return [
            {
                "topic": topic,
                "heard": one,
                "times": one.total / one.usual if one.usual and one.usual >= 1 else None,
                "url": self._mentions(topic=topic.public_id),
                "split": {name: one.by_sentiment[name] for name in ("negative", "neutral", "positive")},
            }
            for topic, one in topics[:TOPICS]
        ]

    def _mentions(self, **narrowed: Any) -> str:
        """The list of the days in which the last 24 hours lie."""
        since = timezone.localdate(clock.now() - timedelta(hours=23))
        query = Filters(since=since, **narrowed).query_string()
        return f"{reverse('monitoring:mentions', args=[self.brand.public_id])}?{query}"

    def _version(self) -> str:
        try:
            return str(live.version(self.brand.public_id))
        except redis.RedisError as error:
            logger.warning("no version to tell", extra={"brand": self.brand.public_id, "error": str(error)})
            return ""
