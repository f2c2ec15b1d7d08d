"""The library: all files of the brand, what one is, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.roles import Need
from brands.views.base import BrandView
from media import queries, quota, shown
from media.errors import bytes_words
from media.models import File
from media.queries import Wanted

PAGE = 48


class LibraryView(BrandView):
    """What the pages of the library share."""

    need: Any = Need.READ_POSTS
    section, tab = "calendar", "library"

    def one(self, public_id: str) -> File:
        """Raises Http404."""
        file: File = get_object_or_404(File.objects.select_related("brand", "added_by"), public_id=public_id)
        return file

    @property
    def address(self) -> str:
        return reverse("media:library", args=[self.brand.public_id])

    def pane(self, file: File, **more: Any) -> HttpResponse:
        """The pane beside the grid for htmx, else a page of its own."""
        context = shown.detail(file, self.access) | {"library_url": self.address, **more}
        target = self.request.headers.get("HX-Target", "")
        response = render(self.request, f"media/{'_detail' if target == 'detail' else 'file'}.html", context)
        patch_vary_headers(response, ("HX-Target",))
        return response


class Library(LibraryView):
    """The grid. Whole as a page; alone, or only its next files, for htmx."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        target = request.headers.get("HX-Target", "")
        if target == "detail":
            response = render(request, "media/_nothing_chosen.html")
        else:
            part = {"list": "_list_answer", "more": "_cards"}.get(target, "library")
            response = render(request, f"media/{part}.html", self._context())
        patch_vary_headers(response, ("HX-Target",))
        return response

    def _context(self) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "") for name in ("kind", "q", "unused")}
        if asked["kind"] not in File.Kind.values:
            asked["kind"] = ""
        wanted = Wanted(kind=asked["kind"], name=asked["q"][:200], unused=bool(asked["unused"]))
        files = queries.library(wanted)
        if after := self.request.GET.get("after", ""):
            files = queries.after(files, get_object_or_404(File.with_deleted, public_id=after[:20]))
        found = list(files[: PAGE + 1])
        said = {name: value for name, value in asked.items() if value}
        return {
            "cards": shown.cards(found[:PAGE], self.brand.public_id),
            "next_url": self._url(said | {"after": found[PAGE - 1].public_id}) if len(found) > PAGE else "",
            "list_url": self._url(said),
            "library_url": self.address,
            "query": asked["q"],
            "chips": self._chips(asked),
            "lifts": self._lifts(said),
            "any": bool(found) or File.objects.exists(),
            "writes": self.access.allows(Need.WRITE_POSTS),
            "room": self._room(),
            "uploads": shown.uploads(self.brand.public_id),
        }

    def _url(self, said: dict[str, str]) -> str:
        return f"{self.address}?{urlencode(said)}" if said else self.address

    def _chips(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        kinds = [(str(value), str(label), value == asked["kind"]) for value, label in File.Kind.choices]
        unused = [("1", _("Only what nothing uses"), bool(asked["unused"]))]
        return [
            self._chip("kind", pgettext("of a file", "Kind"), "photo", kinds, asked),
            self._chip("unused", _("Use"), "eye-off", unused, asked),
        ]

    def _chip(
        self, name: str, label: str, icon: str, options: list[tuple[str, str, bool]], asked: dict[str, str]
    ) -> dict[str, Any]:
        chosen = next((words for _value, words, on in options if on), "")
        rest = {other: value for other, value in asked.items() if value and other != name}
        return {
            "name": name,
            "label": label,
            "icon": icon,
            "options": options,
            "many": False,
            "value": chosen,
            "clear_url": self._url(rest),
        }

    def _lifts(self, said: dict[str, str]) -> list[dict[str, str]]:
        """What narrows the list, and the address without it."""
        words = {"q": said.get("q", ""), "kind": dict(File.Kind.choices).get(said.get("kind", ""), "")}
        words["unused"] = _("Only what nothing uses")
        return [
            {"words": str(words[name]), "clear_url": self._url({k: v for k, v in said.items() if k != name})}
            for name in said
        ]

    @staticmethod
    def _room() -> dict[str, Any]:
        now = quota.usage()
        return {
            "used": bytes_words(now.used),
            "most": bytes_words(now.most),
            "share": now.share,
            "nearly_full": now.nearly_full,
        }


class FilePage(LibraryView):
    """One file."""

    def get(self, request: HttpRequest, brand: str, file: str) -> HttpResponse:
        return self.pane(self.one(file))
