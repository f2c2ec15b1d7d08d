from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.shapes import page_of
from brands.roles import Need
from influencers import boards
from influencers.api.inputs import PeopleFilters
from influencers.api.shapes import PersonShape, PersonWhole
from influencers.models import Person


class PeopleList(BrandApiView):
    """Cards of people worth knowing, by name."""

    need = Need.READ_MENTIONS
    parameters = PeopleFilters
    gives = {"GET": (200, page_of(PersonShape))}

    def get(self, request: Request, brand: str) -> Response:
        said = self.asked
        asked = boards.Asked(
            said.get("q", ""), said.get("kind", ""), vip=said.get("vip") == "1", stage=said.get("stage", "")
        )
        rows: QuerySet[Person] = boards.matching(asked)
        if asked.stage:
            rows = rows.filter(stage=asked.stage)
        return self.page(rows, PersonShape, by="sort_key")


class PersonDetail(BrandApiView):
    """One card."""

    need = Need.READ_MENTIONS
    gives = {"GET": (200, PersonWhole)}

    def get(self, request: Request, brand: str, person: str) -> Response:
        rows = Person.objects.filter(merged_into=None).select_related("owner")
        row = get_object_or_404(rows.prefetch_related("handles", "consents"), public_id=person)
        return Response(PersonWhole(row).data)
