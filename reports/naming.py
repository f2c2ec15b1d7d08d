"""Weekly reports in which a person is named who is to be erased: what becomes of them, and what stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.models import Brand
from core import formats
from influencers.erasing import Kept, naming
from reports.models import WeeklyReport

_ISSUED = Q(approved_at__isnull=False)
_OWN_WORDS = ("title", "conclusions", "decisions__what", "decisions__who", "decisions__came")
_FIGURES = ("content_text", "written_text")


def drafts(names: Sequence[str]) -> QuerySet[WeeklyReport]:
    """Reports that are not approved yet whose figures name them. Call in the brand's scope."""
    return _reports().filter(~_ISSUED & naming(names, *_FIGURES))


def kept(brand: Brand, names: Sequence[str]) -> list[Kept]:
    """Reports that go on naming them: those that were approved, which never change, and those in which a person wrote
    the name. Call in the brand's scope."""
    rows = _reports().filter(naming(names, *_OWN_WORDS) | (_ISSUED & naming(names, *_FIGURES)))
    return [
        Kept(
            _("Weekly report of %(days)s") % {"days": formats.days(row.first, row.last)},
            reverse("reports:report", args=[brand.public_id, row.public_id]),
        )
        for row in rows.order_by("-first").distinct()
    ]


def _reports() -> QuerySet[WeeklyReport]:
    rows: QuerySet[WeeklyReport] = WeeklyReport.objects.all()
    return rows.alias(content_text=Cast("content", TextField()), written_text=Cast("written", TextField()))
