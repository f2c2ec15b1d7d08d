from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.shapes import page_of
from brands.models import BrandRole, Department
from brands.roles import Need
from core.text import fold
from monitoring import corrections, filters, listing, queries, triage
from monitoring.api.inputs import MentionChange, MentionFilters
from monitoring.api.shapes import MentionShape
from monitoring.filters import BadFilter
from monitoring.models import Mention, Tag

OWN = frozenset({"read", "starred"})
"""What is a reader's own: all else the whole team sees."""


class TooSlow(APIException):
    status_code = 422
    default_code = "too_slow"
    default_detail = gettext_lazy("This takes longer than two seconds. Ask for a shorter period, or for fewer words.")


class MentionList(BrandApiView):
    """Mentions, newest first, with the filters of the page."""

    need = Need.READ_MENTIONS
    parameters = MentionFilters
    gives = {"GET": (200, page_of(MentionShape))}
    fails = {"GET": (422,)}

    def get(self, request: Request, brand: str) -> Response:
        try:
            asked = filters.parse(request.query_params)
        except BadFilter as error:
            raise ValidationError({error.name: [_("This filter has no such value.")]}) from error
        try:
            after, limit = self.asked["after"], self.asked["limit"]
            page = listing.page(asked, brand=self.brand, user=self.user, after=after, size=limit)
        except BadFilter as error:
            raise Http404 from error
        except listing.TooSlow as error:
            raise TooSlow from error
        return self.results(MentionShape(page.rows, many=True).data, page.next)


class MentionDetail(BrandApiView):
    """One mention."""

    need = Need.READ_MENTIONS
    takes = {"PATCH": MentionChange}
    gives = {"GET": (200, MentionShape), "PATCH": (200, MentionShape)}

    def get(self, request: Request, brand: str, mention: str) -> Response:
        return Response(MentionShape(self._one(mention)).data)

    def patch(self, request: Request, brand: str, mention: str) -> Response:
        """Change what the body names, all of it or nothing."""
        row, changes = self._one(mention), self.given()
        if changes.keys() - OWN and not self.access.allows(Need.TRIAGE):
            raise PermissionDenied(str(Need.TRIAGE))

        def write() -> tuple[int, Any]:
            with transaction.atomic():
                self._apply(row, changes)
            return 200, MentionShape(self._one(mention)).data

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
