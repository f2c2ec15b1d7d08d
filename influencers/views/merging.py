from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text import fold
from core.ui import toast
from influencers import merging, people
from influencers.merging import NotThere, SamePerson
from influencers.models import Merge, Person
from influencers.views.card import OnePerson
from monitoring.models import Author

MOST = 20


class MergePage(OnePerson):
    """Put another card, or an author without one, into this card: looked for by name."""

    def get(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        return self._page(self.row(person))

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row, given = self.row(person), request.POST
        if given.get("author"):
            author = get_object_or_404(Author, public_id=given["author"].replace("\x00", ""))
            other = people.add(self.brand, by=self.user, author=author)
        else:
            other = get_object_or_404(Person, public_id=given.get("other", "").replace("\x00", ""))
        try:
            made = merging.merge(row, other, by=self.user)
        except SamePerson:
            return self._page(row, _("A card cannot be merged into itself. Choose another one: nothing was changed."))
        except NotThere:
            return self._page(row, _("One of the two was merged meanwhile. Nothing was changed: look again."))
        undo = reverse("people:unmerge", args=[brand, person, made.public_id])
        toast(request, _("%(other)s was merged into %(name)s.") % {"other": other.name, "name": row.name}, undo)
        return self.back(row)

    def _page(self, row: Person, mistake: str = "") -> HttpResponse:
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()[:200]
        found = Person.objects.filter(merged_into=None).exclude(pk=row.pk).prefetch_related("handles")
        found = found.filter(sort_key__contains=fold(asked)) if asked else found
        context = {
            "person": row,
            "query": asked,
            "others": found.order_by("sort_key", "pk")[:MOST],
            "mistake": mistake,
        }
        return render(self.request, "influencers/merge.html", context, status=422 if mistake else 200)


class Unmerge(OnePerson):
    """Take two cards apart again."""

    def post(self, request: HttpRequest, brand: str, person: str, merge: str) -> HttpResponse:
        row = self.row(person)
        made = get_object_or_404(Merge.objects.select_related("kept", "absorbed"), kept=row, public_id=merge)
        apart = merging.unmerge(made, by=self.user)
        toast(request, _("%(name)s has a card of their own again.") % {"name": apart.name})
        return self.back(row)
