"""What a post said before, and how to go back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import drafting
from calendar_app.content import Content
from calendar_app.models import Post, Revision
from calendar_app.refusals import Refusal
from channels.models import Account
from core.ui import toast
from core.versions import StaleWrite

MOST = 100


class History(BrandView):
    """The revisions of a post, the newest first."""

    need = Need.READ_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        revisions = Revision.objects.filter(post=row).select_related("by").order_by("-number")[:MOST]
        names = {account.public_id: str(account) for account in Account.with_deleted.all()}
        context = {
            "post": row,
            "revisions": [_shown(revision, names) for revision in revisions],
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


def _shown(revision: Revision, names: dict[str, str]) -> dict[str, Any]:
    """A revision as its page shows it."""
    common = Content.of(revision.content)
    own = [(names.get(account, account), Content.of(said)) for account, said in revision.own.items() if said]
    return {"row": revision, "content": common, "own": own, "accounts": len(revision.own)}
