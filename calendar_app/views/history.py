"""What a post said before, and how to go back."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.models import Brand
from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import drafting
from calendar_app.comparing import LABELS, Wordings, differences
from calendar_app.content import Content
from calendar_app.models import Post, Revision
from calendar_app.refusals import Refusal
from calendar_app.views import composing
from core.ui import toast
from core.versions import StaleWrite

PAGE = 25
_APART = {"text", "title"}
"""Fields that stand without a label."""


class History(BrandView):
    """The revisions of a post, the newest first."""

    need = Need.READ_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        revisions = Revision.objects.filter(post=row).select_related("by").order_by("-number")
        page = Paginator(revisions, PAGE).get_page(request.GET.get("page"))
        # each is told by what it changed, so the one before the page's last is read too
        found = list(revisions[max(page.start_index() - 1, 0) : page.end_index() + 1])
        words = Wordings((one.content, one.own) for one in found)
        pairs = zip_longest(found[:PAGE], found[1:])
        context = {
            "post": row,
            "page": page,
            "revisions": [_shown(self.brand, one, before, words) for one, before in pairs],
            "writes": self.access.allows(Need.WRITE_POSTS),
        }
        return render(request, "calendar_app/history.html", context)


class RestoreRevision(BrandView):
    """Say again what a revision said; `number` names it."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        number = request.POST.get("number") or request.GET.get("number", "")
        wanted = int(number) if number.isdecimal() and len(number) < 10 else 0
        revision = get_object_or_404(Revision, post=row, number=wanted)
        before = Revision.objects.filter(post=row).order_by("-number").values_list("number", flat=True).first()
        may_schedule = self.access.allows(Need.SCHEDULE_POSTS)
        try:
            saved = drafting.restore_revision(row, revision, by=self.user, may_schedule=may_schedule)
        except (Refusal, StaleWrite, drafting.UnknownAccount) as error:
            busy = _("Somebody saved this post at the same moment. Look at it, then restore again.")
            messages.error(request, str(error) if isinstance(error, Refusal) else busy)
            return redirect("posts:history", brand=brand, post=post)
        undo = f"{reverse('posts:restore_revision', args=[brand, post])}?number={before}"
        toast(request, _("It says again what it said then."), undo)
        if saved.taken_back:
            said = _("It was scheduled and is a draft again: it will not go out. %(why)s")
            messages.warning(request, said % {"why": saved.taken_back})
        return redirect("posts:post", brand=brand, post=post)


def _shown(brand: Brand, revision: Revision, before: Revision | None, words: Wordings) -> dict[str, Any]:
    """A revision as its page shows it: all that it says, and what it changed of the one `before`."""
    content, said = Content.of(revision.content), words.of(revision.content)
    own = [(words.account(account), words.of(differs)) for account, differs in revision.own.items()]
    changed = differences((before.content, before.own), (revision.content, revision.own), words) if before else []
    return {
        "row": revision,
        "title": content.title,
        "text": content.text,
        "files": [composing.shown(brand, words.files[u.file], u) for u in content.media if u.file in words.files],
        "more": [(label, said[name]) for name, label in LABELS.items() if said.get(name) and name not in _APART],
        "own": [(account, LABELS[name], word) for account, differs in own for name, word in differs.items()],
        "changed": [difference.label for difference in changed],
    }
