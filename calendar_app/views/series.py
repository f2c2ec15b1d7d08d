from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import recurrence
from calendar_app import series as repeating
from calendar_app.forms import RepeatForm
from calendar_app.models import Occurrence, Post, Series
from calendar_app.refusals import Refusal
from calendar_app.views import drawn
from core import formats
from core.ui import toast


class AllSeries(BrandView):
    """What comes again."""

    need = Need.READ_POSTS
    section, tab = "calendar", "series"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        rows = Series.objects.order_by("stopped_at", "-created_at")
        found = [(row, recurrence.words(row.rule, row.starts_on), repeating.ahead(row).first()) for row in rows[:200]]
        return render(request, "calendar_app/series_list.html", {"rows": found})


class Repeat(BrandView):
    """Have a post come again."""

    need = Need.SCHEDULE_POSTS
    section, tab = "calendar", "series"

    def get(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row: Post = get_object_or_404(Post, public_id=post)
        return self._page(row, RepeatForm(post=row))

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row: Post = get_object_or_404(Post.objects.select_related("brand"), public_id=post)
        form = RepeatForm(request.POST, post=row)
        if row.series_id:
            return redirect("calendar:series_one", brand=brand, series=row.series.public_id)
        if not form.is_valid():
            return self._page(row, form)
        begun = repeating.begin(row, form.rule, by=self.user)
        toast(request, _("It repeats now: %(rule)s.") % {"rule": recurrence.words(begun.rule, begun.starts_on)})
        return redirect("calendar:series_one", brand=brand, series=begun.public_id)

    def _page(self, post: Post, form: RepeatForm) -> HttpResponse:
        context = {"post": post, "form": form, "post_url": drawn.post_url(self.brand, post.public_id)}
        return render(self.request, "calendar_app/repeat.html", context, status=422 if form.errors else 200)


class OneSeries(BrandView):
    """A series: its rule in words, and what is still ahead."""

    need = Need.READ_POSTS
    section, tab = "calendar", "series"

    def get(self, request: HttpRequest, brand: str, series: str) -> HttpResponse:
        return render(request, "calendar_app/series.html", _context(self, _found(series)))


class SkipOne(BrandView):
    """Leave one day out."""

    need = Need.SCHEDULE_POSTS

    def post(self, request: HttpRequest, brand: str, series: str, post: str) -> HttpResponse:
        row = _found(series)
        there: Occurrence = get_object_or_404(Occurrence, series=row, post__public_id=post)
        try:
            repeating.skip(row, there.day, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
        else:
            toast(request, _("%(day)s is left out.") % {"day": formats.long_day(there.day).capitalize()})
        return redirect("calendar:series_one", brand=brand, series=series)


class Spread(BrandView):
    """Give what one post says to those after it, or to all that are ahead."""

    need = Need.SCHEDULE_POSTS

    def post(self, request: HttpRequest, brand: str, series: str, post: str) -> HttpResponse:
        row = _found(series)
        one: Post = get_object_or_404(Post.objects.select_related("brand"), series=row, public_id=post)
        if not one.wall_time:
            raise Http404
        changed, kept = repeating.spread(one, by=self.user, every=request.POST.get("which") == "all")
        said = ngettext("%(n)s post changed.", "%(n)s posts changed.", changed) % {"n": formats.number(changed)}
        toast(request, said)
        if kept:
            words = ngettext("%(n)s post stays as it is.", "%(n)s posts stay as they are.", kept)
            messages.warning(request, words % {"n": kept})
        return redirect("calendar:series_one", brand=brand, series=series)


class Stop(BrandView):
    """No more of it."""

    need = Need.SCHEDULE_POSTS

    def post(self, request: HttpRequest, brand: str, series: str) -> HttpResponse:
        try:
            n = repeating.stop(_found(series), by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
        else:
            words = ngettext(
                "Stopped. %(n)s post that was ahead is deleted.", "Stopped. %(n)s posts that were ahead are deleted.", n
            )
            toast(request, words % {"n": formats.number(n)})
        return redirect("calendar:series_one", brand=brand, series=series)


def _found(public_id: str) -> Series:
    row: Series = get_object_or_404(Series.objects.select_related("brand"), public_id=public_id)
    return row


def _context(view: BrandView, row: Series) -> dict[str, Any]:
    posts = list(repeating.ahead(row)[:60])
    return {
        "series": row,
        "rule": recurrence.words(row.rule, row.starts_on),
        "posts": [(post, drawn.post_url(view.brand, post.public_id)) for post in posts],
        "same": len(posts) > 1 and repeating.texts(row) == 1,
        "edits": view.access.allows(Need.SCHEDULE_POSTS) and row.stopped_at is None,
        "horizon": repeating.HORIZON.days,
    }
