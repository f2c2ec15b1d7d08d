"""The board: cards by stage, those with a next step first, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from brands.models import Member
from core.text import fold
from influencers.models import Person

SHOWN, SHOWN_ALONE = 30, 500
"""Cards of a column: beside others, and by itself."""
UNKEPT = "nobody"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the board is narrowed to."""

    text: str = ""
    kind: str = ""
    owner: Member | None = None
    unkept: bool = False
    """Only cards that nobody keeps."""
    vip: bool = False
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One stage."""

    stage: str
    label: str
    people: list[Person]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.people)


def columns(asked: Asked) -> list[Column]:
    """Of the brand in scope; a query for the numbers and one for each column."""
    found = matching(asked)
    totals = dict(found.order_by().values_list("stage").annotate(n=Count("pk")))
    stages = [one for one in Person.Stage if not asked.stage or one == asked.stage]
    most = SHOWN_ALONE if asked.stage else SHOWN
    return [
        Column(stage, str(stage.label), list(found.filter(stage=stage)[:most]), totals.get(stage, 0))
        for stage in stages
    ]


def matching(asked: Asked) -> QuerySet[Person]:
    """Cards that `asked` lets through, in the order of the board."""
    wanted = Q(merged_into=None)
    if asked.text:
        wanted &= Q(sort_key__contains=fold(asked.text)) | Q(handles__handle__icontains=asked.text)
    if asked.kind:
        wanted &= Q(kind=asked.kind)
    if asked.owner:
        wanted &= Q(owner=asked.owner)
    if asked.unkept:
        wanted &= Q(owner=None)
    if asked.vip:
        wanted &= Q(vip=True)
    pks = Person.objects.filter(wanted).values("pk")
    found: QuerySet[Person] = Person.objects.filter(pk__in=pks).select_related("owner__user")
    return found.prefetch_related("handles").order_by(F("next_on").asc(nulls_last=True), "sort_key", "pk")
