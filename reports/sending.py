"""Approved reports go out by mail: once to each address, at the hour that each recipient chose.

A delivery is a job until its mail is written, in one transaction with its mark; from then on the mail app sends it, at
most once, and knows how it went.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from brands import events, notices, rounds, webhooks
from brands.models import Brand, BrandRole, WorkspaceMail
from brands.roles import Need, allows
from brands.scope import brand_scope
from core import clock, formats, jobs
from core.addresses import absolute
from core.jobs import Job
from mail import sending as mails
from mail.models import Mail, MailPart, Standing
from mail.writing import write
from reports import periods
from reports.models import IssuedFile, ReportDelivery, ReportRecipient, WeeklyReport
from reports.weekly import drafting, issuing, pictures, telling

logger = logging.getLogger(__name__)

SENT, NOT_SENT = "report.sent", "report.not_sent"
MIMES = {
    IssuedFile.Kind.PDF: "application/pdf",
    IssuedFile.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
State = WeeklyReport.State
_ISOLATES = str.maketrans("", "", "\u2068\u2069")
"""Some programs show them as squares in a subject."""


class NotForThem(Exception):
    """The recipient may not read reports of the brand any more."""


class _Lost(Exception):
    """Another worker has the delivery: nothing of ours may stay."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery as people read it."""

    delivery: ReportDelivery
    word: str
    tone: str
    icon: str
    why: str
    """What went wrong, and what to do."""
    again: bool
    """Whether a person may have it sent (again)."""


def address_of(recipient: ReportRecipient) -> str:
    """Where mail goes. Raises NotForThem for a member who may not read reports of the brand any more."""
    if recipient.user is None:
        return recipient.email
    role = BrandRole.objects.filter(brand=recipient.brand_id, member__user=recipient.user_id).first()
    if role is None or not allows(role.role, Need.READ_REPORTS) or not recipient.user.is_active:
        raise NotForThem
    return recipient.user.email


def due_at(report: WeeklyReport, recipient: ReportRecipient) -> datetime:
    """When the recipient wants it: their weekday and hour in the week after, or now where that has passed."""
    day = report.last + timedelta(days=recipient.weekday)
    wanted = datetime.combine(day, time(recipient.hour), report.brand.zone)
    return max(wanted, clock.now())


@transaction.atomic
def plan(report: WeeklyReport) -> int:
    """A delivery for each recipient who has none of this report; returns how many. Call in the brand's scope."""
    fresh = []
    for recipient in ReportRecipient.objects.select_related("user"):
        try:
            address = address_of(recipient)
        except NotForThem:
            continue
        fresh.append(_delivery(report, recipient, address.lower()))
    before = ReportDelivery.objects.filter(report=report).count()
    ReportDelivery.objects.bulk_create(fresh, ignore_conflicts=True)
    return ReportDelivery.objects.filter(report=report).count() - before


def _delivery(report: WeeklyReport, recipient: ReportRecipient, address: str) -> ReportDelivery:
    return ReportDelivery(
        brand_id=report.brand_id,
        report=report,
        recipient=recipient,
        to=address,
        name=str(recipient),
        language=recipient.language,
        pdf=recipient.pdf,
        xlsx=recipient.xlsx,
        not_before=due_at(report, recipient),
    )


def send_now(report: WeeklyReport, *, by: User) -> int:
    """Do not wait for the recipients' hours; returns how many go out. Nobody gets it twice."""
    plan(report)
    waiting = ReportDelivery.objects.filter(report=report, state=Job.State.WAITING)
    n = waiting.update(not_before=clock.now())
    events.record("report.sent_now", report, brand=report.brand, after={"n": n}, by=events.whoever(by))
    return n


def again(delivery: ReportDelivery) -> bool:
    """A person wants what surely or perhaps did not arrive sent again; False where that cannot be."""
    if delivery.mail:
        return mails.send_again(delivery.mail)
    failed = ReportDelivery.objects.filter(pk=delivery.pk, state=Job.State.FAILED)
    fresh = {"attempts": 0, "not_before": clock.now(), "last_error": "", "last_error_detail": ""}
    return bool(failed.update(state=Job.State.WAITING, **fresh))


def queue() -> QuerySet[ReportDelivery]:
    """Deliveries of every brand that is there."""
    rows: QuerySet[ReportDelivery] = ReportDelivery.all_brands.filter(brand__deleted_at=None)
    return rows.select_related("brand__workspace", "report__brand__workspace", "recipient__user")


def run_due() -> int:
    """Write the mail of one delivery that is due; returns how many."""
    claimed = jobs.claim_due(queue(), limit=1, fair_by="brand_id")
    for delivery in claimed:
        with jobs.beating([delivery]), brand_scope(delivery.brand_id or 0):
            _run(delivery)
    return len(claimed)


def sweep() -> int:
    """Deliveries whose worker died before their mail was written are due again; returns how many."""
    return jobs.sweep_reads(queue())


def approve_due() -> int:
    """Approve and plan what brands want sent without a person, when the first recipient's hour comes; how many."""
    return rounds.for_each(_approve_if_due)


def _approve_if_due(brand: Brand) -> bool:
    if not drafting.wishes(brand).automatic:
        return False
    week = periods.last_week(periods.today_of(brand))
    rows = WeeklyReport.objects.filter(first=week.first, approved_at=None).select_related("brand__workspace")
    report = rows.first()
    recipients = list(ReportRecipient.objects.select_related("user"))
    if report is None or not recipients:
        return False
    if min(due_at(report, recipient) for recipient in recipients) > clock.now():
        return False
    try:
        drafting.approve(report, by=None)
    except drafting.Beaten:
        return False
    plan(report)
    return True


def _run(delivery: ReportDelivery) -> None:
    try:
        _write(delivery)
    except _Lost:
        logger.info("a delivery was taken over", extra={"delivery": delivery.public_id})
    except (NotForThem, issuing.Damaged) as error:
        if jobs.fail(delivery, error):
            _tell(delivery)
    except Exception as error:
        logger.exception("a report could not be written", extra={"delivery": delivery.public_id})
        if jobs.retry_or_fail(delivery, error):
            _tell(delivery)


def _tell(delivery: ReportDelivery) -> None:
    notices.tell(delivery.brand, NOT_SENT, delivery.report.public_id, to_whom=delivery.name or delivery.to)


def _write(delivery: ReportDelivery) -> None:
    report = delivery.report
    if delivery.recipient:
        address_of(delivery.recipient)
    parts = _parts(delivery)  # made outside the transaction: they are kept, whatever becomes of the mail
    with transaction.atomic(), translation.override(delivery.language):
        mail = write(
            to=delivery.to,
            language=delivery.language,
            purpose="report",
            template="report",
            context=_context(delivery, [part.cid.partition("@")[0] for part in parts if part.cid]),
            parts=parts,
        )
        WorkspaceMail.objects.create(workspace=delivery.brand.workspace, mail=mail)
        if not jobs.finish(delivery, state=Job.State.DONE, mail=mail, written_at=clock.now()):
            raise _Lost
        _mark_sent(report)


def _mark_sent(report: WeeklyReport) -> None:
    """The first mail makes it sent, and is told once."""
    now = clock.now()
    if WeeklyReport.objects.filter(pk=report.pk, state=State.APPROVED).update(state=State.SENT, sent_at=now):
        events.record(SENT, report, brand=report.brand)
        webhooks.announce(report.brand, SENT, webhook_body(report))


def webhook_body(report: WeeklyReport) -> dict[str, Any]:
    """What receivers are told of a report."""
    return {
        "id": report.public_id,
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "url": page_of(report),
        "approved_at": report.approved_at,
    }


def page_of(report: WeeklyReport) -> str:
    """The report's page, absolute."""
    path = reverse("reports:report", args=[report.brand.public_id, report.public_id])
    return absolute(path)


def _parts(delivery: ReportDelivery) -> list[MailPart]:
    """The charts, and the files that the recipient wants."""
    report, language = delivery.report, delivery.language
    rows = issuing.mail_pictures(report, language)
    parts = [
        MailPart(name=f"{row.name}.png", mime="image/png", cid=f"{row.name}@{report.public_id}", path=row.path)
        for row in rows
    ]
    for kind, wanted in ((IssuedFile.Kind.PDF, delivery.pdf), (IssuedFile.Kind.XLSX, delivery.xlsx)):
        if wanted:
            issued = issuing.issued(report, kind, language)
            parts.append(MailPart(name=issuing.name_of(report, kind), mime=MIMES[kind], path=issued.path))
    return parts


def _context(delivery: ReportDelivery, drawn: Iterable[str]) -> dict[str, Any]:
    """What templates/mail/report.* are made of: the same words as on the page and on paper."""
    told = telling.of(delivery.report, delivery.language)
    there = set(drawn)
    member = delivery.recipient is not None and delivery.recipient.user_id is not None
    return {
        "told": told,
        "subject": told.title.translate(_ISOLATES),
        "report": delivery.report,
        "charts": [told.charts[key] for key in pictures.IN_MAIL if key in there],
        "link": page_of(delivery.report) if member else "",
        "attached": [word for word, wanted in (("PDF", delivery.pdf), ("XLSX", delivery.xlsx)) if wanted],
    }


def shown(report: WeeklyReport) -> list[Shown]:
    """How each delivery of `report` stands, in words. Call in the brand's scope."""
    rows = ReportDelivery.objects.filter(report=report).select_related("mail").order_by("name", "pk")
    return [_shown(delivery) for delivery in rows]


def _shown(delivery: ReportDelivery) -> Shown:
    mail: Mail | None = delivery.mail
    if mail is None and delivery.state == Job.State.DONE:  # the mail is older than mails are kept
        at = formats.moment(delivery.written_at or delivery.not_before)
        return Shown(delivery, _("Sent"), "ok", "circle-check", at, False)
    if mail is None:
        return _not_written(delivery)
    said = {
        Standing.KEPT: (_("No mail server is set up. Set CMHUB_MAIL_URL, then send it again."), "unknown", "mail"),
        Standing.WAITING: ("", "wait", "clock"),
        Standing.RETRYING: (mail.last_error_detail, "wait", "clock"),
        Standing.SENDING: ("", "active", "loader-2"),
        Standing.SENT: (formats.moment(mail.sent_at) if mail.sent_at else "", "ok", "circle-check"),
        Standing.FAILED: (_refused(mail), "failed", "alert-circle"),
        Standing.UNKNOWN: (_("The mail server did not answer. Ask them before you send it again."), "unknown", "clock"),
    }
    why, tone, icon = said[mail.standing]
    return Shown(delivery, str(mail.standing.label), tone, icon, why, mail.may_go_again)


def _refused(mail: Mail) -> str:
    said = mail.last_error_detail
    return _("The mail server refused it: %(said)s. Check the address, then send it again.") % {"said": said}


def _not_written(delivery: ReportDelivery) -> Shown:
    if delivery.state == Job.State.FAILED:
        why = {
            "NotForThem": _("They may not read reports of this brand any more. Give them a role, or remove them."),
            "Damaged": _("A file of the report is missing from storage. Restore it from a backup, then send it again."),
        }.get(
            delivery.last_error,
            _("The mail could not be written. Send it again; if it fails again, tell who runs cmhub."),
        )
        return Shown(delivery, _("Not sent"), "failed", "alert-circle", why, True)
    at = formats.moment(timezone.localtime(delivery.not_before))
    return Shown(delivery, _("Waiting"), "wait", "clock", _("goes out %(moment)s") % {"moment": at}, False)
