from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import acts
from calendar_app.acts import Outcome
from calendar_app.models import Post
from calendar_app.wall_time import Change, instant, wall
from core import formats
from core.text import whole
from core.ui import toast
from core.versions import StaleWrite

_SALT = "cmhub.calendar.undo"
_MOST_DAYS = 366


class OfPosts(BrandView):
    """What acts on posts and answers the calendar's script: a toast with its undo, and what was refused, in words."""

    need = Need.SCHEDULE_POSTS

    def said(self, outcome: Outcome, toast_text: str) -> JsonResponse:
        """`toast_text` is said if anything was done. 409 if nothing was, with the reason."""
        answer = {
            "toast": toast_text if outcome.done else "",
            "undo": self._undo_url(outcome) if outcome.done else "",
            "refused": self._refused(outcome),
        }
        return JsonResponse(answer, status=200 if outcome.done or not outcome.refused else 409)

    def _refused(self, outcome: Outcome) -> list[str]:
        stale = [post for post, error in outcome.refused if isinstance(error, StaleWrite)]
        words = outcome.reasons
        if stale:
            words.append(_("Somebody has changed this post since. It is shown as it is now; try again."))
        if outcome.done and words:
            n = len(outcome.refused)
            first = ngettext("%(n)s post stays as it is:", "%(n)s posts stay as they are:", n) % {"n": n}
            return [first, *words]
        return words

    def _undo_url(self, outcome: Outcome) -> str:
        signed = signing.dumps(
            [self.brand.public_id, self.user.pk, outcome.undo.what, outcome.undo.before], salt=_SALT, compress=True
        )
        return f"{reverse('calendar:undo', args=[self.brand.public_id])}?what={signed}"


class Move(OfPosts):
    """One post to another time, by dragging or by hand; or a copy of it there. `clock=mine`: the time is that of the
    person's own clock, as the calendar of several brands shows it."""

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        given = request.POST
        post = Post.objects.select_related("brand").filter(public_id=given.get("post", "")).first()
        if post is None:
            return _gone()
        try:
            day = date.fromisoformat(given.get("day", ""))
            at = time.fromisoformat(given.get("at", "")).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            return _unreadable()
        fold = 1 if given.get("fold") == "1" else 0
        zone = self.user.time_zone if given.get("clock") == "mine" else self.brand.time_zone
        there = wall(instant(day, at, zone, fold).at, self.brand.time_zone) if zone != self.brand.time_zone else None
        on, when, second = there or (day, at, fold)
        if given.get("copy"):
            said = _("Copied as a draft to %(when)s.") % _when(day, at)
            return self.said(acts.copy_to(post, on, when, by=self.user), said)
        outcome = acts.move(post, on, when, fold=second, seen=whole(given.get("seen", "")), by=self.user)
        return self.said(outcome, self._moved(day, at, fold, zone))

    @staticmethod
    def _moved(day: date, at: time, fold: int, zone: str) -> str:
        moment = instant(day, at, zone, fold)
        if moment.change is Change.GAP:
            local = moment.at.astimezone(ZoneInfo(zone))
            said = _("Moved to %(when)s: clocks go forward that night, and %(asked)s does not exist.")
            return said % (_when(day, local.time()) | {"asked": f"{at:%H:%M}"})
        if moment.change is Change.OVERLAP:
            said = _("Moved to %(when)s. Clocks go back that night and that time comes twice: it is the first.")
            return (said if not fold else _("Moved to %(when)s, the second of two.")) % _when(day, at)
        return _("Moved to %(when)s.") % _when(day, at)


class Act(OfPosts):
    """Something done to all posts that were chosen."""

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        wanted = list(dict.fromkeys(request.POST.getlist("post")))[: acts.MOST]
        posts = list(Post.objects.select_related("brand").filter(public_id__in=wanted))
        if not posts:
            return _gone()
        what, days = request.POST.get("what", ""), _days(request.POST.get("days", ""))
        if what in ("shift", "copy") and not days:
            return JsonResponse({"refused": [_("Say by how many days, from 1 to 366 or backwards.")]}, status=422)
        if what == "shift":
            return self.said(*self._counted(acts.shift(posts, days, by=self.user), _moved))
        if what == "copy":
            return self.said(*self._counted(acts.copy(posts, days, by=self.user), _copied))
        if what == "unschedule":
            return self.said(*self._counted(acts.unschedule(posts, by=self.user), _unscheduled))
        if what == "remove":
            return self.said(*self._counted(acts.remove(posts, by=self.user), _removed))
        return _unreadable()

    @staticmethod
    def _counted(outcome: Outcome, words: Any) -> tuple[Outcome, str]:
        n = len(outcome.done)
        return outcome, words(n) % {"n": formats.number(n)}


class Undo(OfPosts):
    """Take back what a toast told of."""

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        back = self._back(request)
        try:
            named, person, what, before = signing.loads(request.GET.get("what", ""), salt=_SALT, max_age=86_400)
        except signing.BadSignature:
            messages.error(request, _("This cannot be undone any more."))
            return redirect(back)
        if named != self.brand.public_id or person != self.user.pk:
            messages.error(request, _("This cannot be undone any more."))
            return redirect(back)
        outcome = acts.undo(acts.Undo(what, before), by=self.user)
        for words in self._refused(outcome):
            messages.error(request, words)
        if outcome.done:
            toast(request, _("Undone."))
        return redirect(back)

    def _back(self, request: HttpRequest) -> str:
        """The page that the toast stood on."""
        came = request.headers.get("Referer", "")
        own = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
        return came if own else reverse("calendar:calendar", args=[self.brand.public_id])


def _moved(n: int) -> str:
    return ngettext("%(n)s post moved.", "%(n)s posts moved.", n)


def _copied(n: int) -> str:
    return ngettext("%(n)s post copied as a draft.", "%(n)s posts copied as drafts.", n)


def _unscheduled(n: int) -> str:
    return ngettext("%(n)s post taken back: it is a draft again.", "%(n)s posts taken back: they are drafts again.", n)


def _removed(n: int) -> str:
    return ngettext("%(n)s post deleted.", "%(n)s posts deleted.", n)


def _when(day: date, at: time) -> dict[str, str]:
    return {"when": f"{formats.long_day(day)}, {at:%H:%M}"}


def _days(text: str) -> int:
    """A number of days, backwards with a minus; 0 for all else."""
    text = text.strip().replace("\u2212", "-")
    days = whole(text.lstrip("+-"), _MOST_DAYS)
    return -days if text.startswith("-") else days


def _gone() -> JsonResponse:
    return JsonResponse({"refused": [_("This post is not there any more.")]}, status=404)


def _unreadable() -> JsonResponse:
    return JsonResponse({"refused": [_("This day or time cannot be read. Nothing was changed.")]}, status=422)
