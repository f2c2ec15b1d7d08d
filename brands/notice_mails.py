"""Notices by mail: one mail for what is due to one person from one workspace, and never two for one notice.

The mail and the mark on each of its notices are one transaction, under a lock on the person's row: a worker that dies
leaves neither, a second one finds the person taken or the notices marked. After that it is the mail app's, which sends
at most once. A mail tells of one workspace only, whose owner may read it and with which it is erased.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts.models import User
from brands import notice_wishes, notices, unsubscribing
from brands.models import BrandRole, Notice, Workspace, WorkspaceMail
from brands.roles import allows
from core import clock, formats
from core.addresses import absolute
from mail.writing import write

logger = logging.getLogger(__name__)

MOST_LINES = 50
_ISOLATES = str.maketrans("", "", "\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its mail tells it."""

    brand: str
    sentence: str
    moment: str
    link: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind, and where the person says that they want no mail of it."""

    title: str
    link: str


def write_due() -> int:
    """Write the mails that are due; returns how many."""
    due = Notice.all_brands.filter(mail_at__lte=clock.now()).order_by()
    pairs = due.values_list("user", "brand__workspace").distinct()
    written = 0
    for user, workspace in list(pairs):
        try:
            written += _write_one(user, workspace)
        except Exception:
            # the next look tries again; whatever is wrong with one mail, the others go
            logger.exception("a mail of notices could not be written", extra={"user": user, "workspace": workspace})
    return written


@transaction.atomic
def _write_one(user_id: int, workspace_id: int) -> bool:
    user = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=user_id).first()
    if user is None:
        return False  # another worker is at it
    now = clock.now()
    rows = Notice.all_brands.filter(user=user, brand__workspace=workspace_id, mail_at__lte=now)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).select_related("brand").order_by("at", "pk")
    fit = _still_due(list(locked), user, now)
    if not fit:
        return False
    with translation.override(user.language), timezone.override(user.zone):
        context = _context(fit, Workspace.objects.get(pk=workspace_id))
        context["unsubscribe"] = absolute(unsubscribing.path(user, {notice.kind for notice in fit}))
        mail = write(
            to=user.email,
            language=user.language,
            purpose="notice",
            template="notices",
            context=context,
            unsubscribe_url=context["unsubscribe"],
        )
    WorkspaceMail.objects.create(workspace_id=workspace_id, mail=mail)
    _all(fit).update(mail_at=None, mailed_at=now)
    return True


def _still_due(told: list[Notice], user: User, now: datetime) -> list[Notice]:
    """Those that a mail may tell of now. The rest are put off, or no mail is due any more."""
    held = BrandRole.objects.filter(member__user=user, brand__deleted_at=None).values_list("brand", "role")
    roles, wishes = dict(held), notice_wishes.of([user.pk])[user.pk]
    fit: list[Notice] = []
    for notice in told:
        kind, role = notices.kind_of(notice), roles.get(notice.brand_id, "")
        over = notice.mailed_at or notice.read_at or notice.settled_at or not user.is_active
        if kind is None or over or not role or not allows(role, kind.need):
            _all([notice]).update(mail_at=None)
        elif later := wishes.rests_until(kind.usual, now):
            _all([notice]).update(mail_at=later)
        else:
            fit.append(notice)
    return fit


def _all(told: list[Notice]) -> QuerySet[Notice]:
    return Notice.all_brands.filter(pk__in=[notice.pk for notice in told])


def _context(told: list[Notice], workspace: Workspace) -> dict[str, Any]:
    lines = [_line(notice) for notice in told[:MOST_LINES]]
    brands = {notice.brand.name for notice in told}
    place = brands.pop() if len(brands) == 1 else workspace.name
    many = ngettext("%(n)s notice", "%(n)s notices", len(told)) % {"n": formats.number(len(told))}
    return {
        "place": place,
        "what": lines[0].sentence if len(told) == 1 else many,
        "lines": lines,
        "more": len(told) - len(lines),
        "link": lines[0].link if len(told) == 1 else _address("brands:notices"),
        "choices": _choices(told),
    }


def _line(notice: Notice) -> Line:
    kind = notices.kind_of(notice)
    assert kind is not None  # _still_due saw to it
    said = notices.sentence(notice).translate(_ISOLATES)
    return Line(notice.brand.name, said, formats.moment(notice.at), absolute(kind.url(notice)))


def _choices(told: list[Notice]) -> list[Choice]:
    kinds = {kind.name: kind for notice in told if (kind := notices.kind_of(notice))}
    return [Choice(kind.title, f"{_address('brands:notice_wishes')}#{name}") for name, kind in kinds.items()]


def _address(name: str) -> str:
    return absolute(reverse(name))
