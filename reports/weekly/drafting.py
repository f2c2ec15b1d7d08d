"""The life of a weekly report: drafted, completed, approved, sent. What is approved never changes again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from brands import events, notices, rounds
from brands.models import Brand
from channels.models import Account
from core import clock
from monitoring.models import Source
from monitoring.periods import Period
from reports import periods
from reports.models import ReportWishes, WeeklyReport
from reports.weekly import gathering, issuing, writing
from reports.weekly.writing import Issued

DRAFTED, TO_APPROVE = "report.drafted", "report.to_approve"
FROM_HOUR = 5
"""Of Monday, in the brand's zone: what came late in the night is counted by then."""
State = WeeklyReport.State


class NotOver(Exception):
    """The week has not ended yet: its report would be half a week."""


class Beaten(Exception):
    """Somebody was faster: the report is not in the state any more from which this is possible."""


def wishes(brand: Brand) -> ReportWishes:
    """How the brand wants its reports; the defaults, unsaved, where nobody said. Call in the brand's scope."""
    found: ReportWishes | None = ReportWishes.objects.first()
    return found or ReportWishes(brand=brand)


def draft(brand: Brand, day: date, *, by: User | None = None) -> WeeklyReport:
    """The report of the week that holds `day`: the one that is there, else a new one with figures as of now.

    Raises NotOver. Call in the brand's scope.
    """
    week = periods.week_of(day)
    there: WeeklyReport | None = WeeklyReport.objects.filter(first=week.first).first()
    if there:
        return there
    if week.last >= periods.today_of(brand):
        raise NotOver
    content = gathering.gather(brand, week)
    made: WeeklyReport
    with transaction.atomic():
        made, new = WeeklyReport.objects.get_or_create(
            brand=brand,
            first=week.first,
            defaults={"content": content, "language": wishes(brand).language, "made_by": by},
        )
        if new:
            events.record("report.drafted", made, brand=brand, by=events.whoever(by))
            if by is None:
                notices.tell(brand, DRAFTED, made.public_id, week=week.first.isoformat())
    return made


def recount(report: WeeklyReport, *, by: User | None = None) -> None:
    """Read the figures anew, for data that came late; what people wrote stays. Raises Issued."""
    content = gathering.gather(report.brand, Period(report.first, report.last))
    with transaction.atomic():
        locked = _locked(report)
        if locked.issued:
            raise Issued
        WeeklyReport.objects.filter(pk=report.pk).update(content=content, counted_at=clock.now())
        events.record("report.recounted", locked, brand=locked.brand, by=events.whoever(by))


@transaction.atomic
def complete(report: WeeklyReport, *, by: User) -> None:
    """It says all that it has to; who approves is told. Raises Beaten."""
    _move(report, (State.DRAFT,), State.COMPLETED, completed_at=clock.now(), completed_by=by)
    events.record("report.completed", report, brand=report.brand, by=events.whoever(by))
    notices.settle(DRAFTED, [report.public_id])
    notices.tell(report.brand, TO_APPROVE, report.public_id, week=report.first.isoformat())


@transaction.atomic
def take_back(report: WeeklyReport, *, by: User) -> None:
    """There is more to write. Raises Beaten once it is approved."""
    _move(report, (State.COMPLETED,), State.DRAFT, completed_at=None, completed_by=None)
    events.record("report.taken_back", report, brand=report.brand, by=events.whoever(by))
    notices.settle(TO_APPROVE, [report.public_id])


def approve(report: WeeklyReport, *, by: User | None) -> None:
    """Freeze what it says and make its files; from now on nothing of it changes. Without `by`: as the brand wants it.

    Raises Beaten.
    """
    with transaction.atomic():
        locked = _locked(report)
        if locked.issued:
            raise Beaten
        written = writing.now(locked, approved_by=by.display_name if by else "")
        now = clock.now()
        _move(locked, (State.DRAFT, State.COMPLETED), State.APPROVED, written=written, approved_at=now, approved_by=by)
        events.record("report.approved", locked, brand=locked.brand, by=events.whoever(by))
        for kind in (DRAFTED, TO_APPROVE):
            notices.settle(kind, [locked.public_id])
        issuing.issue_all(locked)
    report.refresh_from_db()


def draft_due() -> int:
    """Draft last week's report of every brand that wants it and has none; returns how many."""
    return rounds.for_each(_draft_if_due)


def _draft_if_due(brand: Brand) -> bool:
    local = timezone.localtime(clock.now(), brand.zone)
    week = periods.last_week(local.date())
    too_early = local.weekday() == 0 and local.hour < FROM_HOUR
    if too_early or timezone.localtime(brand.created_at, brand.zone).date() > week.last:
        return False
    wanted = wishes(brand).drafted and (Source.objects.exists() or Account.objects.exists())
    if not wanted or WeeklyReport.objects.filter(first=week.first).exists():
        return False
    draft(brand, week.first)
    return True


def next_monday(brand: Brand) -> date:
    """When the schedule drafts the next report, in the brand's zone."""
    today = periods.today_of(brand)
    return today + timedelta(days=7 - today.weekday())


def _locked(report: WeeklyReport) -> WeeklyReport:
    rows = WeeklyReport.objects.select_for_update(no_key=True, of=("self",)).select_related("brand__workspace")
    found: WeeklyReport = rows.get(pk=report.pk)
    return found


def _move(report: WeeklyReport, sources: tuple[str, ...], target: str, **changes: object) -> None:
    if not WeeklyReport.objects.filter(pk=report.pk, state__in=sources).update(state=target, **changes):
        raise Beaten
    report.state = target
    for name, value in changes.items():
        setattr(report, name, value)
