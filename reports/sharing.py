"""Links to one approved report for people without an account: secret, for a time, ended at any moment."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from brands import events
from core import clock, limits
from reports.models import ReportLink, WeeklyReport

DAYS = (7, 30, 90)
"""How long a link may last."""
MOST = 20
"""Links of a report that open something."""
A_MINUTE = 60
"""Readings from one address: a page, its colours, a logo and two files are five."""
WRONG_A_MINUTE = 10
"""Wrong secrets from one address."""
_COARSE = timedelta(minutes=10)
_BYTES = 24


class Unknown(Exception):
    """No report was ever shared under that secret."""


class Ended(Exception):
    """The link has expired or was revoked."""


class TooMany(Exception):
    """The report has MOST links."""


@transaction.atomic
def make(report: WeeklyReport, *, days: int, name: str, by: User) -> tuple[ReportLink, str]:
    """A new link and its secret, which is kept nowhere. Raises TooMany. Call in the brand's scope."""
    if standing(report) >= MOST:
        raise TooMany
    secret = secrets.token_urlsafe(_BYTES)
    ends = clock.now() + timedelta(days=days)
    link = ReportLink(
        brand_id=report.brand_id, report=report, name=name, token_hash=_digest(secret), expires_at=ends, created_by=by
    )
    link.save()
    events.record("report_link.made", report, brand=report.brand, after={"days": days}, by=events.whoever(by))
    return link, secret


@transaction.atomic
def revoke(link: ReportLink, *, by: User) -> None:
    """From the next reading on it opens nothing."""
    if ReportLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now()):
        events.record("report_link.revoked", link.report, brand=link.brand, by=events.whoever(by))


def standing(report: WeeklyReport) -> int:
    """How many links of `report` open something now."""
    return ReportLink.objects.filter(report=report, revoked_at=None, expires_at__gt=clock.now()).count()


def recognise(secret: str) -> ReportLink:
    """The link of that secret, with its report and brand. Raises Unknown, Ended."""
    rows = ReportLink.all_brands.select_related("brand__workspace", "report__brand__workspace")
    link: ReportLink | None = rows.filter(token_hash=_digest(secret), brand__deleted_at=None).first()
    if link is None:
        raise Unknown
    if link.revoked_at or link.expires_at <= clock.now():
        raise Ended
    return link


def note_use(link: ReportLink) -> None:
    """Remember when it was opened last, not to the second. Call in the brand's scope."""
    now = clock.now()
    if link.opened_at is None or link.opened_at <= now - _COARSE:
        ReportLink.objects.filter(pk=link.pk).update(opened_at=now)


def may_read(address: str) -> bool:
    """Whether `address` (of the internet) may ask once more in this minute."""
    return limits.within(f"report-links:{address}", A_MINUTE)


def may_guess(address: str) -> bool:
    """Whether `address` may be wrong once more in this minute."""
    return limits.within(f"report-guesses:{address}", WRONG_A_MINUTE)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
