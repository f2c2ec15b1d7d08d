from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.models import BrandRole, Department
from brands.roles import Need
from core.text import fold
from monitoring import corrections, filters, queries, triage
from monitoring.api import shown
from monitoring.api.inputs import MentionChange
from monitoring.filters import BadFilter
from monitoring.models import Mention, Tag

LARGEST_PAGE = 200


class MentionList(BrandApiView):
    """Mentions, newest first, with the filters of the page. `limit` up to 200; `next` leads to the next page."""

    need = Need.READ_MENTIONS

    def get(self, request: Request, brand: str) -> Response:
        limit = _limit(request)
        try:
            asked = filters.parse(request.query_params)
            matching = queries.matching(asked, brand=self.brand, user=self.user)
            page = queries.page(matching, user=self.user, after=request.query_params.get("after", ""), size=limit)
        except BadFilter as error:
            raise Http404 from error
        more = f"{request.path}?{asked.query_string(limit=str(limit), after=page.next)}" if page.next else None
        return Response({"results": [shown.mention(row) for row in page.rows], "next": more})


class MentionDetail(BrandApiView):
    """One mention; a PATCH changes what it names, all of it or nothing."""

    need = {"GET": Need.READ_MENTIONS, "PATCH": Need.TRIAGE}

    def get(self, request: Request, brand: str, mention: str) -> Response:
        return Response(shown.mention(self._one(mention)))

    def patch(self, request: Request, brand: str, mention: str) -> Response:
        row = self._one(mention)
        change = MentionChange(data=request.data)
        change.is_valid(raise_exception=True)

        def write() -> tuple[int, Any]:
            with transaction.atomic():
                self._apply(row, change.validated_data)
            return 200, shown.mention(self._one(mention))

        return self.once(request, write)

    def _one(self, public_id: str) -> Mention:
        try:
            return queries.one(public_id, self.user)
        except Mention.DoesNotExist as error:
            raise Http404 from error

    def _apply(self, row: Mention, changes: dict[str, Any]) -> None:
        brand, user, rows = self.brand, self.user, [row]
        for name, value in changes.items():
            match name:
                case "read":
                    (triage.mark_read if value else triage.mark_unread)(user, rows)
                case "starred":
                    (triage.star if value else triage.unstar)(user, rows)
                case "handled":
                    (triage.handle if value else triage.reopen)(brand, rows)
                case "sentiment":
                    corrections.correct_label(brand, rows, value)
                case "language":
                    corrections.correct_language(brand, rows, value)
                case "tags":
                    self._set_tags(row, value)
                case "assigned":
                    held = get_object_or_404(BrandRole, brand=brand, member__public_id=value) if value else None
                    triage.assign(brand, rows, held.member if held else None)
                case "department":
                    triage.set_department(
                        brand, rows, get_object_or_404(Department, public_id=value) if value else None
                    )
                case "note":
                    triage.write_note(brand, row, value, seen=changes["version"])

    def _set_tags(self, row: Mention, names: list[str]) -> None:
        """Exactly these tags, made where there are none."""
        held: dict[str, Tag] = {tagged.tag.sort_key: tagged.tag for tagged in row.tags}  # type: ignore[attr-defined]
        wanted = {fold(" ".join(name.split()))[:60]: name for name in names if name.strip()}
        for key in held.keys() - wanted.keys():
            triage.untag(self.brand, [row], held[key])
        for key in wanted.keys() - held.keys():
            triage.tag(self.brand, [row], triage.tag_named(self.brand, wanted[key]))


def _limit(request: Request) -> int:
    given = request.query_params.get("limit", str(queries.PAGE))
    if not given.isdecimal() or not 1 <= int(given) <= LARGEST_PAGE:
        raise ValidationError({"limit": [f"1 – {LARGEST_PAGE}"]})
    return int(given)
