from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from brands.roles import Need
from calendar_app import catching, given, holds, readiness, reviewing
from calendar_app.catching import Scope
from calendar_app.given import Unreadable
from calendar_app.models import Hold, Post
from calendar_app.refusals import Refusal
from core import formats
from core.ui import toast
from core.versions import StaleWrite
from crisis.forms import HoldForm
from crisis.models import IncidentHold
from crisis.views.incidents import OneIncident, held_posts, waiting

SHOWN = 100
"""Posts of a preview; of the rest it says how many."""


class PlaceHold(OneIncident):
    """What to hold, a look at what that catches, and holding it."""

    need = {"GET": Need.PAUSE_PUBLISHING, "POST": Need.PAUSE_PUBLISHING}

    def get(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        asked = "preview" in request.GET
        form = HoldForm(request.GET) if asked else HoldForm()
        caught = catching.preview(form.scope) if asked and form.is_valid() and form.scope != Scope() else None
        return self._form(incident, form, caught)

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row, form = self.row(incident), HoldForm(request.POST)
        if not form.is_valid():
            return self._form(incident, form, None)
        everything = "everything" in request.POST
        if form.scope == Scope() and not everything:
            form.add_error(None, _("Say what to hold, or hold everything."))
            return self._form(incident, form, None)
        scope = Scope() if everything else form.scope
        hold = holds.place(self.brand, scope, reason=row.title, by=self.user)
        IncidentHold.objects.create(brand=self.brand, incident=row, hold=hold)
        n = holds.held_by([hold]).count()
        said = ngettext("%(n)s publication is held.", "%(n)s publications are held.", n)
        toast(request, said % {"n": formats.number(n)})
        return self.back(row)

    def _form(self, incident: str, form: HoldForm, caught: list[Any] | None) -> HttpResponse:
        context = {
            "incident": self.row(incident),
            "form": form,
            "caught": None if caught is None else caught[:SHOWN],
            "n": len(caught or ()),
            "more": max(0, len(caught or ()) - SHOWN),
            "waiting": waiting(),
        }
        return render(self.request, "crisis/hold.html", context, status=422 if form.errors else 200)


class Lift(OneIncident):
    """Catch nothing more; what is held stays held."""

    need = Need.PAUSE_PUBLISHING

    def post(self, request: HttpRequest, brand: str, incident: str, hold: str) -> HttpResponse:
        row = self.row(incident)
        mine = IncidentHold.objects.filter(incident=row).values("hold")
        one: Hold = get_object_or_404(Hold.objects.select_related("brand"), public_id=hold, pk__in=mine)
        n = holds.lift(one, by=self.user)
        said = ngettext(
            "Hold lifted. %(n)s publication stays held until it is decided.",
            "Hold lifted. %(n)s publications stay held until each is decided.",
            n,
        )
        toast(request, said % {"n": formats.number(n)} if n else _("Hold lifted. Nothing is held any more."))
        return self.back(row)


class Review(OneIncident):
    """What is held, post by post; several at once only by choosing them."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.SCHEDULE_POSTS}

    def get(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        row, holds = self.row(incident), self._holds(incident)
        context = {
            "incident": row,
            "held": held_posts(holds),
            "stands": any(hold.lifted_at is None for hold in holds),
            "reviews": self.access.allows(Need.SCHEDULE_POSTS),
        }
        return render(request, "crisis/review.html", context)

    def post(self, request: HttpRequest, brand: str, incident: str) -> HttpResponse:
        act, _colon, one = request.POST.get("one", "").partition(":")
        chosen = [one] if one else request.POST.getlist("post")
        known = set(Post.with_deleted.filter(public_id__in=chosen).values_list("public_id", flat=True))
        if set(chosen) - known:
            raise Http404
        verb = self._verb(act or request.POST.get("act", ""), one)
        mine = {post["post"].public_id: post["post"] for post in held_posts(self._holds(incident))}
        if verb is None or not chosen:
            messages.error(request, _("Choose at least one post, and what becomes of it. Nothing was changed."))
        else:
            self._decide(verb, [mine.get(public_id) for public_id in chosen])
        return redirect("crisis:review", brand=brand, incident=incident)

    def _holds(self, incident: str) -> list[Hold]:
        return list(Hold.objects.filter(pk__in=IncidentHold.objects.filter(incident=self.row(incident)).values("hold")))

    def _verb(self, act: str, one: str) -> Callable[[Post, User], None] | None:
        if act == "move" and one:
            return self._move
        return {"now": _now, "keep": _keep, "drop": _drop}.get(act)

    def _move(self, post: Post, by: User) -> None:
        try:
            day = given.day(self.request.POST.get(f"day-{post.public_id}", ""))
            at = given.time_of_day(self.request.POST.get(f"time-{post.public_id}", ""))
        except Unreadable as error:
            raise Refusal(_("Choose a day and a time to move it to.")) from error
        if day is None or at is None:
            raise Refusal(_("Choose a day and a time to move it to."))
        reviewing.move(post, day=day, at=at, by=by)

    def _decide(self, verb: Callable[[Post, User], None], posts: list[Post | None]) -> None:
        done, refused = 0, []
        for post in posts:
            try:
                if post is None:
                    raise Refusal(reviewing.DECIDED)
                verb(post, self.user)
                done += 1
            except (Refusal, StaleWrite) as error:
                why = str(error) if isinstance(error, Refusal) else str(reviewing.DECIDED)
                refused.append(f"«{post}»: {why}" if post else why)
        if done:
            said = ngettext("%(n)s post decided.", "%(n)s posts decided.", done)
            toast(self.request, said % {"n": formats.number(done)})
        for why in dict.fromkeys(refused):
            messages.error(self.request, why)


def _now(post: Post, by: User) -> None:
    readiness.refuse_blocked(post)
    reviewing.publish_now(post, by=by)


def _keep(post: Post, by: User) -> None:
    reviewing.keep_time(post, by=by)


def _drop(post: Post, by: User) -> None:
    reviewing.drop(post, by=by)
