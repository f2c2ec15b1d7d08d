"""What the history and the bell say about weekly reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need
from core import formats

EVENTS: dict[str, Any] = {
    "report.drafted": _("%(actor)s drafted the report of the week of %(object)s."),
    "report.recounted": _("%(actor)s read the figures of the report of %(object)s anew."),
    "report.completed": _("%(actor)s says that the report of %(object)s is ready."),
    "report.taken_back": _("%(actor)s took the report of %(object)s back."),
    "report.approved": _("%(actor)s approved the report of the week of %(object)s."),
    "report.sent_now": _("%(actor)s had the report of %(object)s sent at once."),
    "report.sent": _("The report of the week of %(object)s goes out."),
    "report_link.made": _("%(actor)s made a link to the report of %(object)s."),
    "report_link.revoked": _("%(actor)s revoked a link to the report of %(object)s."),
    "report_recipient.added": _("%(actor)s added %(object)s to the recipients of the report."),
    "report_recipient.changed": _("%(actor)s changed how %(object)s gets the report."),
    "report_recipient.removed": _("%(actor)s removed %(object)s from the recipients of the report."),
    "report_wishes.changed": _("%(actor)s changed how reports are made."),
}


def _report_of(notice: Notice) -> str:
    return reverse("reports:report", args=[notice.brand.public_id, notice.key])


def _spoken(words: dict[str, Any]) -> dict[str, Any]:
    if "week" not in words:
        return words
    first = date.fromisoformat(words["week"])
    return words | {"week": formats.days(first, first + timedelta(days=6))}


NOTICES = (
    Kind(
        "report.drafted",
        Need.WRITE_REPORTS,
        _("The report of %(week)s is drafted. It lacks your conclusions."),
        "report-analytics",
        _report_of,
        spoken=_spoken,
        label=_("A weekly report was drafted"),
    ),
    Kind(
        "report.to_approve",
        Need.APPROVE_REPORTS,
        _("The report of %(week)s is ready to be approved."),
        "report-analytics",
        _report_of,
        spoken=_spoken,
        label=_("A weekly report is ready to be approved"),
    ),
    Kind(
        "report.not_sent",
        Need.APPROVE_REPORTS,
        _("The weekly report did not go out to %(to_whom)s. Its page says why, and what to do."),
        "mail",
        _report_of,
        "failed",
        label=_("A weekly report did not go out"),
        mail="now",
    ),
)
"""Registered when the app starts."""
