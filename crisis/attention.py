"""Alerts that wait for a decision, and incidents that are not over (brands.attention)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.access import BrandAccess
from brands.attention import Kind, Matter
from brands.roles import Need
from channels.naming import when
from core import formats
from crisis import saying
from crisis.models import Alert, Incident


def _incidents(brands: Collection[int]) -> QuerySet[Any]:
    still = Incident.all_brands.filter(brand__in=brands, closed_at=None)
    return still.select_related("lead__user").order_by("opened_at", "pk")


def _tell_incident(row: Incident, access: BrandAccess) -> Matter:
    words = {"level": row.get_level_display(), "name": row.lead.user.display_name if row.lead else ""}
    led = _("%(level)s · %(name)s leads it") if row.lead else _("%(level)s · nobody leads it yet")
    return Matter(
        title=_("Open incident: %(title)s") % {"title": row.title},
        text=led % words,
        act=_("Go to the incident"),
        url=reverse("crisis:incident", args=[access.brand.public_id, row.public_id]),
        tag=_("Since %(when)s") % {"when": when(row.opened_at)},
        at=row.opened_at,
    )


def _tell_incidents(n: int, access: BrandAccess) -> Matter:
    title = ngettext("%(n)s incident is open", "%(n)s incidents are open", n)
    url = reverse("crisis:incidents", args=[access.brand.public_id])
    return Matter(title % {"n": formats.number(n)}, _("None of them is over yet."), _("Go to the incidents"), url)


def _alerts(brands: Collection[int]) -> QuerySet[Any]:
    undecided = Alert.all_brands.filter(brand__in=brands, state__in=(Alert.State.NEW, Alert.State.SEEN))
    return undecided.select_related("topic").order_by("-raised_at", "-pk")


def _tell_alert(row: Alert, access: BrandAccess) -> Matter:
    with timezone.override(access.brand.zone):
        said = saying.of(row)[0]
    return Matter(
        title=_("Alert: %(topic)s is out of the ordinary") % {"topic": row.topic.name},
        text=said,
        act=_("Decide"),
        url=reverse("crisis:alert", args=[access.brand.public_id, row.public_id]),
        tag=formats.ago(row.raised_at),
        at=row.raised_at,
    )


def _tell_alerts(n: int, access: BrandAccess) -> Matter:
    title = ngettext("%(n)s alert waits for a decision", "%(n)s alerts wait for a decision", n)
    text = _("Each says what moved, and against what.")
    return Matter(
        title % {"n": formats.number(n)}, text, _("Decide"), reverse("crisis:alerts", args=[access.brand.public_id])
    )


KINDS = (
    Kind(
        "incident.open",
        Need.READ_MENTIONS,
        0,
        "alert-circle",
        "bad",
        _incidents,
        _tell_incident,
        _tell_incidents,
    ),
    Kind("alert.open", Need.TRIAGE, 5, "alert-triangle", "bad", _alerts, _tell_alert, _tell_alerts),
)
