"""Weekly reports that wait for somebody's words, or for somebody to approve them (brands.attention)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brands.access import BrandAccess
from brands.attention import Kind, Matter
from brands.roles import Need
from core import clock, formats
from reports.models import WeeklyReport

LATELY = timedelta(days=15)
"""A draft of an older week is history: nobody is asked for it any more."""
State = WeeklyReport.State
_TITLES: dict[str, Any] = {
    State.COMPLETED: gettext_lazy("Weekly report to approve: %(week)s"),
    State.DRAFT: gettext_lazy("Weekly report to complete: %(week)s"),
}
_TEXTS: dict[str, Any] = {
    State.COMPLETED: gettext_lazy("It is sent once somebody has approved it."),
    State.DRAFT: gettext_lazy("Figures and findings are there; conclusions and decisions are yours."),
}
_ACTS: dict[str, Any] = {State.COMPLETED: gettext_lazy("Read and approve"), State.DRAFT: gettext_lazy("Write it")}


def _rows(state: str, brands: Collection[int]) -> QuerySet[Any]:
    since = (clock.now() - LATELY).date()
    return WeeklyReport.all_brands.filter(brand__in=brands, state=state, first__gte=since).order_by("first", "pk")


def _tell(row: WeeklyReport, access: BrandAccess) -> Matter:
    return Matter(
        title=_TITLES[row.state] % {"week": formats.days(row.first, row.last)},
        text=str(_TEXTS[row.state]),
        act=str(_ACTS[row.state]),
        url=reverse("reports:report", args=[access.brand.public_id, row.public_id]),
        at=row.completed_at or row.counted_at,
    )


def _tell_many(state: str, n: int, access: BrandAccess) -> Matter:
    title = ngettext("%(n)s weekly report is waiting", "%(n)s weekly reports are waiting", n)
    url = reverse("reports:reports", args=[access.brand.public_id])
    return Matter(title % {"n": formats.number(n)}, str(_TEXTS[state]), _("See them"), url)


def _kind(state: str, need: Need, order: int) -> Kind:
    return Kind(
        f"report.{state}",
        need,
        order,
        "report-analytics",
        "acc",
        partial(_rows, state),
        _tell,
        partial(_tell_many, state),
    )


KINDS = (_kind(State.COMPLETED, Need.APPROVE_REPORTS, 45), _kind(State.DRAFT, Need.WRITE_REPORTS, 55))
