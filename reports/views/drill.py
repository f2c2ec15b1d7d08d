"""Where what is behind a number is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from brands.access import BrandAccess
from brands.roles import Need
from monitoring.filters import Filters
from reports.kpis.registry import KPIS, Group
from reports.periods import Period

_WEEK = 7
_SCORED = ("negative", "neutral", "positive")
_SENTIMENTS: dict[str, tuple[str, ...]] = {"sentiment_index": _SCORED, "negative_share": ("negative",)}


@dataclass(frozen=True, slots=True)
class Links:
    """To the lists behind the numbers of `period`, for who may read them."""

    access: BrandAccess
    period: Period

    def behind(self, key: str, days: Period | None = None) -> str:
        """The list behind the KPI `key` over `days`, all by default; "" for who may not look."""
        days = days or self.period
        kpi = KPIS[key]
        if kpi.group == Group.LISTENING:
            return self._mentions(key, days)
        if kpi.group == Group.PUBLISHING:
            return self._posts(days)
        if kpi.group == Group.AUDIENCE:
            return self._to("channels:list", Need.READ_POSTS)
        return self._to("crisis:alerts" if key == "alert_response" else "crisis:incidents", Need.READ_MENTIONS)

    def words(self, key: str) -> Any:
        """What stands behind it."""
        return {
            Group.LISTENING: _("See the mentions"),
            Group.PUBLISHING: _("See the posts"),
            Group.AUDIENCE: _("See the accounts"),
            Group.PROTECTING: _("See the alerts") if key == "alert_response" else _("See the incidents"),
        }[KPIS[key].group]

    def _mentions(self, key: str, days: Period) -> str:
        if key == "share_of_voice":  # mentions of many topics: the dashboard shares them out
            said = urlencode({"from": days.first.isoformat(), "to": days.last.isoformat()})
            return f"{self._to('monitoring:overview', Need.ENTER)}?{said}#voice-title"
        page = self._to("monitoring:mentions", Need.READ_MENTIONS)
        asked = Filters(since=days.first, until=days.last, sentiment=_SENTIMENTS.get(key, ()))
        return f"{page}?{asked.query_string()}" if page else ""

    def _posts(self, days: Period) -> str:
        page = self._to("calendar:calendar", Need.READ_POSTS)
        view = "day" if days.days == 1 else "list" if days.days <= _WEEK else "month"
        said = urlencode({"view": view, "day": days.first.isoformat(), "state": "done"})
        return f"{page}?{said}" if page else ""

    def _to(self, name: str, need: Need) -> str:
        return reverse(name, args=[self.access.brand.public_id]) if self.access.allows(need) else ""
