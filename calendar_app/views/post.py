"""The page of a post: what it says, where it stands on each account, what happened, how it does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from brands.access import BrandAccess
from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import figures, files, foreseeing, readiness, standing
from calendar_app.content import Content
from calendar_app.models import Post, Publication
from calendar_app.views import composing

State = Publication.State
_MOVING = {State.WAITING, State.RUNNING, State.UNKNOWN}
"""What changes by itself: the page looks again."""


class PostPage(BrandView):
    """Everything about one post."""

    need = Need.READ_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post.objects.select_related("author"), public_id=post)
        return render(request, "calendar_app/post.html", _whole(self.access, row))


class Standing(BrandView):
    """Where it stands, asked for every few seconds while something is on its way. A part of the page."""

    need = Need.READ_POSTS

    def get(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        return render(request, "calendar_app/_standing.html", _standing(self.access, row, _publications(row)))


def _publications(post: Post) -> list[Publication]:
    return list(Publication.objects.filter(post=post).select_related("account").order_by("pk"))


def _whole(access: BrandAccess, post: Post) -> dict[str, Any]:
    publications = _publications(post)
    common = Content.of(post.content)
    variants = {one.account: common.with_own(one.own) for one in publications}
    checked = readiness.check_all(variants)
    library = files.of({file for content in variants.values() for file in content.files})
    return {
        "found": [composing.row(access.brand, one, library) for one in checked],
        "common": common,
        "figures": figures.of_all(publications),
        "timeline": standing.timeline(publications),
        "name": str(post),
        "caught": foreseeing.of_publications(access, publications),
        **_standing(access, post, publications),
    }


def _standing(access: BrandAccess, post: Post, publications: list[Publication]) -> dict[str, Any]:
    """What calendar_app/_standing.html takes."""
    return {
        "post": post,
        "lines": standing.of_all(publications),
        "writes": access.allows(Need.WRITE_POSTS),
        "schedules": access.allows(Need.SCHEDULE_POSTS),
        "moving": any(one.state in _MOVING for one in publications),
        "open": any(one.state not in {State.DONE, State.HANDED} for one in publications) or not publications,
        "out": bool(publications) and all(one.state == State.DONE for one in publications),
        "standing_url": reverse("posts:standing", args=[access.brand.public_id, post.public_id]),
        "brand": access.brand,
    }
