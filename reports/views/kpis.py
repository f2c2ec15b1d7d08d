from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from brands.roles import Need
from brands.views.base import BrandView
from channels.naming import label
from core.ui import Cell
from monitoring import filters
from monitoring.filters import BadFilter
from reports import periods, shown
from reports.kpis.registry import GROUPS, KPIS
from reports.measuring import Figure, Measured, measure
from reports.periods import Period
from reports.views import course, drill, period_bar

USUAL = "mentions"
VIEWS = ("cards", "table")


class Kpis(BrandView):
    """Every KPI of the brand over some days: its value, how it moved, its course, and what is behind it."""

    need = Need.READ_MENTIONS
    section, tab = "reports", "kpis"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        period = self._asked()
        measured = measure(self.brand, period)
        empty = all(figure.value is None for key, figure in measured.figures.items() if key != "incidents")
        context = period_bar.of(period, request.path, self._kept()) | {
            "empty": empty,
            "as_table": self._view == "table",
        }
        if not empty:
            context |= self._figures(measured, period)
        return render(request, "reports/kpis.html", context)

    @cached_property
    def _kpi(self) -> str:
        """The KPI whose course is drawn. Raises Http404 for one that there is not."""
        if (asked := self.request.GET.get("kpi", USUAL)) not in KPIS:
            raise Http404
        return asked

    @cached_property
    def _view(self) -> str:
        if (asked := self.request.GET.get("view", VIEWS[0])) not in VIEWS:
            raise Http404
        return asked

    @cached_property
    def _today(self) -> date:
        return periods.today_of(self.brand)

    def _asked(self) -> Period:
        try:
            return periods.chosen(self.request.GET, filters.parse(self.request.GET), self._today)
        except BadFilter as error:
            raise Http404 from error

    def _kept(self) -> dict[str, str]:
        """What another period keeps of the address."""
        kept = {"kpi": self._kpi} if self._kpi != USUAL else {}
        return kept | ({"view": self._view} if self._view != VIEWS[0] else {})

    def _figures(self, measured: Measured, asked: Period) -> dict[str, Any]:
        links = drill.Links(self.access, measured.period)
        span = period_bar.query(asked)
        return {
            "groups": [
                (name, [self._card(measured[key], links, span) for key, kpi in KPIS.items() if kpi.group == group])
                for group, name in GROUPS.items()
            ],
            "course": course.card(measured, self._kpi, links),
            "accounts": [_account(one) for one in measured.accounts],
            "views": [
                (view, f"?{period_bar.joined(span, self._kept() | {'view': view})}", view == self._view)
                for view in VIEWS
            ],
        }

    def _card(self, figure: Figure, links: drill.Links, span: dict[str, str]) -> dict[str, Any]:
        kpi = figure.kpi
        return shown.tile(figure) | {
            "chosen": kpi.key == self._kpi,
            "course_url": f"?{period_bar.joined(span, self._kept() | {'kpi': kpi.key})}#course-title",
            "behind": links.behind(kpi.key) if figure.value is not None else "",
            "behind_words": links.words(kpi.key),
            "formula": kpi.formula,
            "caveat": kpi.caveat,
            "notes": figure.notes,
            "before": shown.value(kpi.unit, figure.before, signed=kpi.key == "followers_change"),
        }


def _account(one: Any) -> tuple[Any, list[Cell]]:
    """An account and the cells of its row."""
    numbers = (one.posts, one.views, one.reach, one.interactions, one.followers)
    cells = [Cell(number) for number in numbers] + [Cell(one.followers_change, signed=True)]
    return {"network": one.account.network, "name": label(one.account)}, cells
