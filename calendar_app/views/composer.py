"""The composer: a post being written, saved while one types, held against each network, and let go."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands import idempotency
from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import drafting, readiness, scheduling
from calendar_app.given import Unreadable
from calendar_app.models import Post
from calendar_app.refusals import Refusal
from calendar_app.views import composing, state
from core import clock, formats
from core.ui import toast
from core.versions import StaleWrite


class NewPost(BrandView):
    """A post that nobody has saved yet. `?day=`, `?time=` and `?account=` begin it. The first save makes the draft."""

    need = Need.WRITE_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        accounts = composing.accounts()
        context = composing.page(self.access, state.blank(accounts, request.GET), accounts)
        return render(request, "calendar_app/composer.html", context)

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        """The page's key makes it one draft however often the page tries."""
        try:
            wanted = state.read(request.POST).wanted
            post = self._made(wanted, request.POST.get("key", "")[: idempotency.MAX_KEY])
            saved = drafting.save(post, wanted, seen=post.version, by=self.user)
        except (Unreadable, Refusal, drafting.UnknownAccount) as error:
            return refused(error)
        return JsonResponse(_saved(self, saved), status=201)

    def _made(self, wanted: drafting.Wanted, key: str) -> Post:
        def write() -> tuple[int, Any]:
            return 201, {"id": drafting.create(self.brand, wanted, by=self.user).public_id}

        mark = hashlib.sha256(key.encode()).hexdigest()
        answer = idempotency.once(self.brand, self.user, key, mark, write)[1] if key else write()[1]
        made: Post = Post.with_deleted.get(public_id=answer["id"])
        return made


class EditPost(BrandView):
    """A post that is there already."""

    need = Need.WRITE_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        accounts = composing.accounts(row)
        context = composing.page(self.access, state.of(row), accounts, post=row)
        return render(request, "calendar_app/composer.html", context)

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        may_schedule = self.access.allows(Need.SCHEDULE_POSTS)
        try:
            asked = state.read(request.POST)
            seen = _version(request)
            saved = drafting.save(row, asked.wanted, seen=seen, by=self.user, may_schedule=may_schedule)
        except StaleWrite as error:
            return self._conflict(error, asked)
        except (Unreadable, Refusal, drafting.UnknownAccount) as error:
            return refused(error)
        return JsonResponse(_saved(self, saved))

    def _conflict(self, error: StaleWrite, asked: state.Asked) -> HttpResponse:
        """Neither text is lost: both are shown, and the person decides."""
        post = error.current
        assert isinstance(post, Post)
        theirs = state.of(post)
        shown = {"rows": composing.differences(theirs, asked), "who": composing.last_writer(post)}
        page = render(self.request, "calendar_app/_conflict.html", shown).content.decode()
        return JsonResponse({"conflict": page, "version": post.version, "theirs": theirs}, status=409)


class Check(BrandView):
    """What the networks say to a post that is being typed, and how it will look. Writes nothing."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        try:
            asked = state.read(request.POST)
        except Unreadable as error:
            return render(request, "calendar_app/_check.html", {"unreadable": str(error), "error": error})
        return render(request, "calendar_app/_check.html", composing.checked(self.access, asked))


class Schedule(BrandView):
    """Let a saved post go out at its time."""

    need = Need.SCHEDULE_POSTS

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        try:
            readiness.refuse_blocked(row)
            held = scheduling.schedule(row, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
            return redirect("posts:edit", brand=brand, post=post)
        said = _("Scheduled for %(moment)s.") % {"moment": composing.moment(held)}
        toast(request, said, reverse("posts:unschedule", args=[brand, post]))
        return redirect("posts:post", brand=brand, post=post)


class PublishNow(BrandView):
    """Let a saved post go out at once."""

    need = Need.SCHEDULE_POSTS

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        try:
            readiness.refuse_blocked(row)
            scheduling.publish_now(row, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
            return redirect("posts:edit", brand=brand, post=post)
        toast(request, _("It is going out now."))
        return redirect("posts:post", brand=brand, post=post)


def refused(error: Exception) -> HttpResponse:
    """Nothing was saved; why, for the composer's script."""
    if isinstance(error, drafting.UnknownAccount):
        error = Unreadable("accounts", _("One of the accounts is not connected any more. Reload the page."))
    field = error.field if isinstance(error, Unreadable) else ""
    return JsonResponse({"message": str(error), "field": field}, status=422)


def _version(request: HttpRequest) -> int:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _saved(view: BrandView, saved: drafting.Saved) -> dict[str, Any]:
    """What the script does next with."""
    post, here = saved.post, [view.brand.public_id, saved.post.public_id]
    said = _("Saved %(time)s") % {"time": formats.time_of_day(clock.now())}
    if saved.taken_back:
        said = _("Saved, and it is a draft again: it will not go out. %(why)s") % {"why": saved.taken_back}
    return {
        "post": post.public_id,
        "version": post.version,
        "said": said,
        "stage": post.stage,
        "taken_back": bool(saved.taken_back),
        "edit_url": reverse("posts:edit", args=here),
        "post_url": reverse("posts:post", args=here),
        "schedule_url": reverse("posts:schedule", args=here),
        "now_url": reverse("posts:now", args=here),
        "history_url": reverse("posts:history", args=here),
    }
