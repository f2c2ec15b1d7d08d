from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.roles import Need
from brands.views.base import BrandView
from core import clock
from core.ui import toast, with_toast
from influencers import boards, people
from influencers.boards import UNKEPT, Asked
from influencers.forms import members_of
from influencers.models import Person
from influencers.people import MovedMeanwhile
from monitoring.views.chips import Chip

_NAMES = ("q", "kind", "owner", "vip", "stage")


class BoardView(BrandView):
    """What the board and a move on it share."""

    section, tab = "people", "board"

    def context(self, said: dict[str, str]) -> dict[str, Any]:
        """Raises Http404 for a filter that cannot be."""
        members = members_of(self.brand)
        owner = members.get(said["owner"])
        known = {"kind": Person.Kind.values, "stage": Person.Stage.values, "vip": ["1"], "owner": [UNKEPT, *members]}
        if any(said[name] not in {"", *values} for name, values in known.items()):
            raise Http404
        unkept = said["owner"] == UNKEPT
        asked = Asked(said["q"], said["kind"], owner, unkept, said["vip"] == "1", said["stage"])
        here = reverse("people:board", args=[self.brand.public_id])
        return {
            "columns": boards.columns(asked),
            "chips": _chips(said, here, [(key, one.user.display_name) for key, one in members.items()]),
            "query": asked.text,
            "narrowed": any(said.values()),
            "board_url": _address(here, said),
            "here": here,
            "said": {name: value for name, value in said.items() if value},
            "stages": Person.Stage.choices,
            "today": timezone.localtime(clock.now(), self.brand.zone).date(),
            "keeps": self.access.allows(Need.KEEP_PEOPLE),
            "page_keys": [{"key": "M", "label": _("Move the card")}] if self.access.allows(Need.KEEP_PEOPLE) else [],
        }


class Board(BoardView):
    """Cards by stage."""

    need = Need.READ_MENTIONS

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        context = self.context(_said(request.GET))
        context["any"] = context["narrowed"] or Person.objects.exists()
        return render(request, "influencers/board.html", context)


class Move(BoardView):
    """A card to another stage: the board anew for htmx, else back to where it was moved from."""

    need = Need.KEEP_PEOPLE

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row = get_object_or_404(Person, public_id=person, merged_into=None)
        to, seen = request.POST.get("stage", ""), request.POST.get("seen", "")
        if to not in Person.Stage.values:
            raise Http404
        mistake = ""
        try:
            row = people.move(row, to=to, seen=seen, by=self.user)
        except MovedMeanwhile as error:
            words = {"name": row.name, "stage": error.person.get_stage_display()}
            mistake = (
                _("Somebody moved %(name)s to «%(stage)s» before you did. Nothing was changed: look again.") % words
            )
        said = _("%(name)s is now at «%(stage)s».") % {"name": row.name, "stage": row.get_stage_display()}
        if request.headers.get("HX-Target") == "board":
            context = self.context(_said(request.POST)) | {"mistake": mistake, "moved": row.public_id}
            answer = render(request, "influencers/_board.html", context)
            patch_vary_headers(answer, ("HX-Target",))
            return answer if mistake else with_toast(answer, said)
        if mistake:
            messages.error(request, mistake)
        else:
            toast(request, said)
        return redirect("people:person", brand=brand, person=person)


def _said(given: Any) -> dict[str, str]:
    said = {name: str(given.get(name, "")).replace("\x00", "").strip()[:200] for name in _NAMES}
    # in the form of a move «stage» is where the card goes
    return said | {"stage": str(given.get("only", given.get("stage", "") if "seen" not in given else ""))[:20]}


def _chips(said: dict[str, str], here: str, members: list[tuple[str, str]]) -> list[Chip]:
    def one(name: str, label: str, icon: str, choices: list[tuple[str, Any]]) -> Chip:
        options = [(value, str(words), value == said[name]) for value, words in choices]
        value = next((words for _value, words, on in options if on), "")
        return Chip(name, label, icon, options, False, value, _address(here, said | {name: ""}) if value else "")

    return [
        one("kind", pgettext("of person", "Kind"), "id-badge", list(Person.Kind.choices)),
        one("owner", _("Who keeps in touch"), "user-check", [(UNKEPT, _("Nobody")), *members]),
        one("vip", pgettext("person", "VIP"), "crown", [("1", pgettext("vip", "Only these"))]),
        one("stage", _("Stage"), "layout-list", list(Person.Stage.choices)),
    ]


def _address(here: str, said: dict[str, str]) -> str:
    pairs = {name: value for name, value in said.items() if value}
    return f"{here}?{urlencode(pairs)}" if pairs else here
