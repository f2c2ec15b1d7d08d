from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import redis
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.models import Brand
from brands.roles import Need
from brands.views.base import BrandView
from core import formats
from core.text import whole
from monitoring import filters, listing, live, news, passes, queries, triage
from monitoring.filters import BadFilter, Filters
from monitoring.models import Mention, Source
from monitoring.views import chips, saved, shown
from monitoring.views.sources import demo_runs


class ListView(BrandView):
    """What the views of the list share: the filters in the address."""

    need = Need.READ_MENTIONS
    section, tab = "listening", "mentions"

    def filters(self) -> Filters:
        """Raises Http404 for a value that cannot be, or that belongs to another brand."""
        try:
            return filters.parse(self.request.GET)
        except BadFilter as error:
            raise Http404 from error

    def matching(self, asked: Filters) -> QuerySet[Mention]:
        """Raises Http404 for what belongs to another brand."""
        try:
            return queries.matching(asked, brand=self.brand, user=self.user)
        except BadFilter as error:
            raise Http404 from error

    def page(self, asked: Filters, after: str = "") -> queries.MentionPage:
        """Raises Http404 for what is not there or belongs to another brand, listing.TooSlow."""
        try:
            return listing.page(asked, brand=self.brand, user=self.user, after=after)
        except BadFilter as error:
            raise Http404 from error

    @property
    def address(self) -> str:
        return reverse("monitoring:mentions", args=[self.brand.public_id])


class Mentions(ListView):
    """The list. Whole as a page; alone, or only its next rows, for htmx."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        target = request.headers.get("HX-Target", "")
        if target == "detail":
            response = render(request, "monitoring/_nothing_chosen.html")
        elif target == "more":
            response = render(request, "monitoring/_rows.html", self._rows(self.filters()))
        elif target == "count":
            response = render(request, "monitoring/_count.html", {"count": counted_now(self)})
        else:
            template = "monitoring/_list_answer.html" if target == "list" else "monitoring/mentions.html"
            response = render(request, template, list_context(self))
        patch_vary_headers(response, ("HX-Target",))
        return response

    def _rows(self, asked: Filters) -> dict[str, Any]:
        return rows_context(self, asked, after=self.request.GET.get("after", ""))


class News(ListView):
    """What the watcher of an open list fetches when the brand's number has changed: how many are new, and those rows.

    A list without rows is drawn anew as soon as there is one: where nothing stands, nothing can jump.
    """

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        if request.GET.get("empty"):
            context = list_context(self)
            if context["rows"]:
                response = render(request, "monitoring/_list_answer.html", context)
                response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#list", "innerHTML"
                return response
        return render(request, "monitoring/_news_answer.html", news_context(self))


class MentionPage(ListView):
    """One mention: the pane beside the list for htmx, with the list beside it on a wide page of its own."""

    def get(self, request: HttpRequest, brand: str, mention: str) -> HttpResponse:
        row = one_or_404(self, mention)
        triage.mark_read(self.user, [row])
        row = one_or_404(self, mention)
        context = shown.whole(self.access, row) | {"beside": beside(request), "page_keys": page_keys(self)}
        template = "_detail" if request.headers.get("HX-Target") == "detail" else "mention"
        response = render(request, f"monitoring/{template}.html", context)
        patch_vary_headers(response, ("HX-Target",))
        return response


def one_or_404(view: BrandView, public_id: str) -> Mention:
    """The mention of that public id in the brand, with all that is shown of it."""
    try:
        return queries.one(public_id, view.user)
    except Mention.DoesNotExist as error:
        raise Http404 from error


def beside(request: HttpRequest) -> bool:
    """Whether the answer goes into the pane beside the list."""
    return request.headers.get("X-Beside") == "yes"


def list_context(view: ListView) -> dict[str, Any]:
    """All that the page shows around and inside the list."""
    asked = view.filters()
    mark = Mark.of(view.brand)
    after = view.request.GET.get("after", "")
    listed = rows_context(view, asked, after=after)
    bar = chips.bar(view.brand, asked, view.address)
    days = chips.dates(view.brand, asked, view.address)
    said = asked.query_string()
    return {
        **watcher(view, asked, mark, empty=not listed["rows"]),
        **listed,
        "count": count_of(view, asked, listed, whole=not after),
        "chips": bar,
        "dates": days,
        "filters": chips.in_force(bar, days, asked, view.address),
        "views": saved.menu(view, asked),
        "writer": chips.writer(asked, view.address),
        "base_url": view.address,
        "clear_url": view.address,
        "export_url": reverse("monitoring:export", args=[view.brand.public_id]) + (f"?{said}" if said else ""),
        "exports": view.access.allows(Need.EXPORT),
        "manages": view.access.allows(Need.MANAGE_SOURCES),
        "members": shown.members(view.brand),
        "departments": shown.departments(view.brand),
        "labels": ["positive", "neutral", "negative"],
        "all_tags": queries.tags(view.brand),
        "demo": demo_runs(),
        "hears": Source.objects.exists() or Mention.objects.exists(),
        "page_keys": page_keys(view),
    }


def page_keys(view: ListView) -> list[dict[str, str]]:
    """Shortcuts of the page, for the list behind «?»."""
    own = [("O", _("Open")), ("S", _("Star")), ("R", _("Read or unread"))]
    team = [
        ("X", _("Tick")),
        ("E", _("Handled")),
        ("L 1 2 3", _("Correct the sentiment: +, =, −")),
        ("T", _("Tag")),
        ("A", _("Assign")),
        ("N", _("Note")),
    ]
    keys = own + (team if view.access.allows(Need.TRIAGE) else [])
    return [{"key": key, "label": label} for key, label in keys]


def rows_context(view: ListView, asked: Filters, after: str = "") -> dict[str, Any]:
    """One page of rows, and the way to the next; `slow` where looking for them took too long."""
    slow = False
    try:
        page = view.page(asked, after=after)
    except listing.TooSlow:
        page, slow = queries.MentionPage([], ""), True
    return {
        "rows": shown.rows(view.access, page.rows, query=asked.text),
        "next_url": f"{view.address}?{asked.query_string(after=page.next)}" if page.next else "",
        "query": asked.text,
        "triages": view.access.allows(Need.TRIAGE),
        "slow": slow,
    }


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the brand stood when a list was drawn. Taken before its rows are read: what comes in meanwhile is news."""

    version: str
    """Empty where the store does not answer; the watcher takes that for another number, and asks."""
    arrival: str

    @classmethod
    def of(cls, brand: Brand) -> Mark:
        try:
            number = str(live.version(brand.public_id))
        except redis.RedisError:
            number = ""
        return cls(number, news.last_arrival())


def watcher(view: ListView, asked: Filters, mark: Mark, *, announced: int = 0, empty: bool = False) -> dict[str, Any]:
    """What watches for news: the number, a fresh pass, and where to ask. `announced` are in the pill already."""
    more = {"arrival": mark.arrival, "n": str(announced)} | ({"empty": "1"} if empty else {})
    said = asked.query_string()
    return {
        "live_version": mark.version,
        "live_pass": passes.issue(view.access),
        "news_url": reverse("monitoring:news", args=[view.brand.public_id]) + f"?{asked.query_string(**more)}",
        "list_url": f"{view.address}?{said}" if said else view.address,
        "news_count": announced,
        "news_words": formats.number(announced),
    }


def news_context(view: ListView) -> dict[str, Any]:
    """The watcher anew, and what arrived since the list was drawn: the newest of it as rows, all of it as a number."""
    asked, given, mark = view.filters(), view.request.GET, Mark.of(view.brand)
    before = whole(given.get("n", ""))
    new = news.arrived_since(view.matching(asked), given.get("arrival", "").replace("\x00", ""))
    found = queries.page(new, user=view.user)
    count = queries.count(new) if found.next else len(found.rows)
    return {
        **watcher(view, asked, mark, announced=before + count, empty="empty" in given),
        "rows": shown.rows(view.access, found.rows, query=asked.text),
        "query": asked.text,
        "triages": view.access.allows(Need.TRIAGE),
    }


@dataclass(frozen=True, slots=True)
class Count:
    """How many the filters let through, as monitoring/_count.html takes it."""

    words: str
    url: str = ""
    """Where the number comes from while `words` only say that there are more: it takes longer than the rows."""


def count_of(view: ListView, asked: Filters, listed: dict[str, Any], *, whole: bool) -> Count:
    """The number that stands above `listed`, which is `whole` if it starts at the newest."""
    if listed["slow"]:
        return Count("")
    n = listing.counted(asked, brand=view.brand)
    if whole and not listed["next_url"]:
        n = len(listed["rows"])
    return Count(count_words(n)) if n is not None else Count(more_than(queries.PAGE), view.request.get_full_path())


def counted_now(view: ListView) -> Count:
    """The number that counters do not know. What takes too long stays «more than a page»."""
    try:
        return Count(count_words(listing.count(view.filters(), brand=view.brand, user=view.user)))
    except BadFilter as error:
        raise Http404 from error
    except listing.TooSlow:
        return Count(more_than(queries.PAGE))


def count_words(n: int) -> str:
    """«231 mentions», «10,000+ mentions»."""
    if n > queries.COUNT_UP_TO:
        return more_than(queries.COUNT_UP_TO)
    return ngettext("%(n)s mention", "%(n)s mentions", n) % {"n": formats.number(n)}


def more_than(n: int) -> str:
    """«50+ mentions»."""
    return _("%(n)s+ mentions") % {"n": formats.number(n)}
