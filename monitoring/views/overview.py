from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from brands.models import Brand
from brands.roles import Need
from brands.views.base import BrandView
from core import clock
from monitoring import charts, counts, queries, tiles
from monitoring.counts import Day
from monitoring.filters import Filters
from monitoring.models import Mention, Sentiment, Source
from monitoring.views import shown

PERIODS = (7, 14, 30, 90)
NEWEST = 6


class Overview(BrandView):
    """The brand at a glance: how much is said, in which mood, and what was said last."""

    need = Need.ENTER
    section = "overview"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        chosen = request.GET.get("days", "")
        days = int(chosen) if chosen in map(str, PERIODS) else 14
        period = _period(self.brand, days)
        reads = self.access.allows(Need.READ_MENTIONS)
        address = _drill(self.brand) if reads else None
        context = {
            "days": days,
            "periods": [(n, ngettext("%(n)s day", "%(n)s days", n) % {"n": n}, n == days) for n in PERIODS],
            "kpis": tiles.all_of(period, _links(self.brand, period) if reads else {}),
            "chart": charts.volume(period, address),
            "newest": shown.rows(self.access, self._newest()) if reads else [],
            "reads": reads,
            "hears": Source.objects.exists() or Mention.objects.exists(),
            "manages": self.access.allows(Need.MANAGE_SOURCES),
        }
        return render(request, "monitoring/overview.html", context)

    def _newest(self) -> list[Mention]:
        listed = queries.matching(Filters(), brand=self.brand, user=self.user)
        return queries.page(listed, user=self.user, size=NEWEST).rows


def _period(brand: Brand, days: int) -> charts.Period:
    """The last `days` days of the brand's zone, today among them, and as many before, up to the same hour."""
    now = clock.now()
    last = timezone.localtime(now, brand.zone).date()
    first, span = last - timedelta(days=days - 1), timedelta(days=days)
    heard = counts.heard_since(brand)
    comparable = heard is not None and heard <= first - span
    before = counts.by_day(brand, first - span, last - span, hour__lte=now - span) if comparable else []
    return charts.Period(counts.by_day(brand, first, last), before)


def _drill(brand: Brand) -> Callable[[Day, str], str]:
    page = reverse("monitoring:mentions", args=[brand.public_id])
    return lambda day, sentiment: f"{page}?" + urlencode({"from": day.date, "to": day.date, "sentiment": sentiment})


def _links(brand: Brand, period: charts.Period) -> dict[str, str]:
    page = reverse("monitoring:mentions", args=[brand.public_id])
    span = {"from": period.days[0].date, "to": period.days[-1].date}
    return {
        "all": f"{page}?" + urlencode(span),
        "negative": f"{page}?" + urlencode({**span, "sentiment": Sentiment.NEGATIVE}),
        "sources": reverse("monitoring:sources", args=[brand.public_id]),
    }
