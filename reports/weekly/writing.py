"""What people write into a report: headline, conclusions, decisions, and what came of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from core.versions import save_if_current
from reports.models import Decision, WeeklyReport
from reports.weekly.content import Written, WrittenDecision

MOST = 30
"""Decisions of a report."""


class Issued(Exception):
    """The report is approved: nothing of it changes any more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision as somebody typed it; without an id, a new one."""

    id: str
    what: str
    who: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody says came of an earlier decision."""

    id: str
    outcome: str
    came: str = ""


def former(report: WeeklyReport) -> QuerySet[Decision]:
    """Decisions of earlier weeks whose outcome `report` tells: those that were open when it was made, oldest first."""
    earlier = Decision.objects.filter(report__first__lt=report.first)
    told = Q(outcome=Decision.Outcome.OPEN) | Q(settled_in=report)
    return earlier.filter(told).select_related("report").order_by("report__first", "place", "pk")


def decisions(report: WeeklyReport) -> QuerySet[Decision]:
    """What was decided in `report`, in order."""
    return Decision.objects.filter(report=report).order_by("place", "pk")


def now(report: WeeklyReport, approved_by: str = "") -> Written:
    """What stands written at this moment, as it is frozen when the report is approved. Call in the brand's scope."""
    return {
        "title": report.title,
        "conclusions": report.conclusions.replace("\r\n", "\n"),
        "decisions": [_frozen(one, report.first) for one in decisions(report)],
        "former": [_frozen(one, one.report.first) for one in former(report)],
        "approved_by": approved_by,
    }


@transaction.atomic
def save(
    report: WeeklyReport,
    *,
    seen: int,
    title: str,
    conclusions: str,
    language: str,
    wanted: Sequence[Wanted],
    settled: Iterable[Settled],
) -> WeeklyReport:
    """Keep all that stands in the form. Raises core.versions.StaleWrite, and Issued; then nothing is kept.

    Decisions that are not among `wanted` go.
    """
    locked: WeeklyReport = WeeklyReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    if locked.issued:
        raise Issued
    changes = {"title": title, "conclusions": conclusions, "language": language}
    saved: WeeklyReport = save_if_current(locked, seen=seen, changes=changes)
    _keep(saved, wanted[:MOST])
    for one in settled:
        _settle(saved, one)
    return saved


def _keep(report: WeeklyReport, wanted: Sequence[Wanted]) -> None:
    there = {decision.public_id: decision for decision in decisions(report)}
    kept = set()
    for place, one in enumerate(wanted):
        decision = there.get(one.id) or Decision(brand_id=report.brand_id, report=report)
        decision.place, decision.what, decision.who, decision.until = place, one.what, one.who, one.until
        decision.save()
        kept.add(decision.pk)
    Decision.objects.filter(report=report).exclude(pk__in=kept).delete()


def _settle(report: WeeklyReport, one: Settled) -> None:
    """An outcome belongs to the report that says it; a decision that is open again to none."""
    open_again = one.outcome == Decision.Outcome.OPEN
    rows = former(report).filter(public_id=one.id)
    Decision.objects.filter(pk__in=rows.values("pk")).update(
        outcome=one.outcome, came=one.came, settled_in=None if open_again else report
    )


def _frozen(decision: Decision, monday: date) -> WrittenDecision:
    return {
        "what": decision.what,
        "who": decision.who,
        "until": decision.until.isoformat() if decision.until else "",
        "outcome": decision.outcome,
        "came": decision.came,
        "week": monday.isoformat(),
    }
