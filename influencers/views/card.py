from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from brands.models import Event
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core import clock
from core.ui import toast
from core.versions import StaleWrite
from influencers import course, handles, people, ranking, suggestions
from influencers.forms import ConsentForm, HandleForm, PersonForm
from influencers.models import Consent, Handle, Merge, Person
from influencers.wording import timeline_words
from monitoring import periods, queries
from monitoring.charts.parts import Drill
from monitoring.filters import Filters
from monitoring.models import LISTED, Author, Mention
from monitoring.views import shown
from networks.naming import network_name

PERIOD, NEWEST, HISTORY = "90", 5, 30


class OnePerson(BrandView):
    """What the page of a card and the forms on it share."""

    need: Any = Need.KEEP_PEOPLE
    section, tab = "people", "board"

    def row(self, person: str) -> Person:
        """Raises Http404, also for a card that lives on in another: Card leads there."""
        rows = Person.objects.select_related("owner__user", "merged_into")
        found: Person = get_object_or_404(rows, public_id=person)
        return found

    def back(self, row: Person) -> HttpResponse:
        return redirect("people:person", brand=self.brand.public_id, person=row.public_id)

    def page(self, row: Person, *, status: int = 200, **forms: Any) -> HttpResponse:
        today = timezone.localtime(clock.now(), self.brand.zone).date()
        period = periods.named(PERIOD, today)
        own = list(Handle.objects.filter(person=row).order_by("network", "pk"))
        authors = ranking.authors_of(own)
        mentions = Mention.objects.filter(LISTED, author__in=list(authors.values()))
        keeps = self.access.allows(Need.KEEP_PEOPLE)
        context = {
            "person": row,
            "voice": ranking.of_person(row, period),
            "period": period,
            "chart": course.card(self.brand, list(authors.values()), period, self._drill(own, authors)),
            "newest": self._newest(mentions),
            "handles": [self._handle(handle, authors.get(handle.pk)) for handle in own],
            "consents": Consent.objects.filter(self._with_merged(row)).order_by("-given_on", "-pk"),
            "merges": Merge.objects.filter(kept=row).select_related("absorbed").order_by("-at"),
            "suggestions": suggestions.of(row) if keeps else [],
            "timeline": self._timeline(row),
            "stages": Person.Stage.choices,
            "today": today,
            "keeps": keeps,
            "erases": self.access.allows(Need.ERASE_PEOPLE),
            "handle_form": HandleForm(auto_id="handle_%s"),
            "consent_form": ConsentForm(auto_id="consent_%s", initial={"given_on": today}),
            **forms,
        }
        return render(self.request, "influencers/person.html", context, status=status)

    def _newest(self, mentions: Any) -> list[dict[str, Any]]:
        found = queries.with_all(mentions, self.user).order_by("-posted_at", "-pk")[:NEWEST]
        return shown.rows(self.access, found)

    def _handle(self, handle: Handle, author: Author | None) -> dict[str, Any]:
        page = reverse("monitoring:mentions", args=[self.brand.public_id])
        return {
            "handle": handle,
            "author": author,
            "network_name": network_name(handle.network),
            "said_url": Drill(page, Filters()).to(author=author.public_id) if author else "",
        }

    def _drill(self, own: list[Handle], authors: dict[int, Author]) -> Drill | None:
        """To the mentions of the one author there is; a list holds those of one."""
        if len(authors) != 1:
            return None
        author = next(iter(authors.values()))
        page = reverse("monitoring:mentions", args=[self.brand.public_id])
        return Drill(page, Filters(author=author.public_id))

    @staticmethod
    def _with_merged(row: Person) -> Q:
        return Q(person=row) | Q(person__merged_into=row)

    def _timeline(self, row: Person) -> list[dict[str, Any]]:
        told = Event.objects.filter(brand=self.brand, object_id=row.public_id).order_by("-at", "-id")[:HISTORY]
        return [{"at": event.at, "text": timeline_words(event)} for event in told]


class Card(OnePerson):
    """Everything about one person."""

    need = Need.READ_MENTIONS

    def get(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row = self.row(person)
        return self.back(row.merged_into) if row.merged_into else self.page(row)


class New(BrandView):
    """A new card: of an author of the ranking at once (`author` in the form), else by its form."""

    need = Need.KEEP_PEOPLE
    section, tab = "people", "board"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._form(PersonForm(brand=self.brand, initial={"origin": Person.Origin.PUBLIC}))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        if asked := request.POST.get("author", ""):
            author = get_object_or_404(Author, public_id=asked.replace("\x00", ""))
            made = people.add(self.brand, by=self.user, author=author)
        else:
            form = PersonForm(request.POST, brand=self.brand)
            if not form.is_valid():
                return self._form(form)
            made = people.add(self.brand, by=self.user, **form.values)
        toast(request, _("Card made."))
        return redirect("people:person", brand=brand, person=made.public_id)

    def _form(self, form: PersonForm) -> HttpResponse:
        status = 422 if form.errors else 200
        return render(self.request, "influencers/person_form.html", {"form": form}, status=status)


class Edit(OnePerson):
    """Who they are, what comes next, notes."""

    def get(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row = self.row(person)
        return self._form(row, PersonForm(brand=self.brand, initial=PersonForm.values_of(row)))

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row, form = self.row(person), PersonForm(request.POST, brand=self.brand)
        if not form.is_valid():
            return self._form(row, form)
        try:
            people.edit(row, seen=form.cleaned_data["version"] or 0, by=self.user, **form.values)
        except StaleWrite as error:
            here = reverse("people:edit", args=[brand, person])
            return conflict(request, error, back=here, labels=PersonForm.words())
        toast(request, _("Saved."))
        return self.back(row)

    def _form(self, row: Person, form: PersonForm) -> HttpResponse:
        context = {"form": form, "person": row}
        return render(self.request, "influencers/person_form.html", context, status=422 if form.errors else 200)


class Vip(OnePerson):
    """Important, or no longer (`vip=0`)."""

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row, vip = self.row(person), request.POST.get("vip") != "0"
        people.set_vip(row, vip, by=self.user)
        said = _("%(name)s is a VIP: mentions are marked, and alerts say so.") if vip else _("%(name)s is no VIP now.")
        toast(request, said % {"name": row.name})
        return self.back(row)


class AddHandle(OnePerson):
    """Say what a network calls them."""

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row, form = self.row(person), HandleForm(request.POST, auto_id="handle_%s")
        if not form.is_valid():
            return self.page(row, status=422, handle_form=form)
        try:
            people.tie(row, form.cleaned_data["network"], form.cleaned_data["handle"], by=self.user)
        except handles.Taken as error:
            said = _("This handle stands on the card of %(name)s. If they are the same person, merge the two cards.")
            form.add_error("handle", said % {"name": error.person.name})
        except handles.Blocked:
            form.add_error("handle", _("This person was erased and is not stored again."))
        if form.errors:
            return self.page(row, status=422, handle_form=form)
        toast(request, _("Handle added."))
        return self.back(row)


class RemoveHandle(OnePerson):
    """It is not theirs after all."""

    def post(self, request: HttpRequest, brand: str, person: str, handle: str) -> HttpResponse:
        row = self.row(person)
        people.untie(
            get_object_or_404(Handle.objects.select_related("person"), person=row, public_id=handle), by=self.user
        )
        toast(request, _("Handle removed."))
        return self.back(row)


class AddConsent(OnePerson):
    """Write down what they agreed to."""

    def post(self, request: HttpRequest, brand: str, person: str) -> HttpResponse:
        row, form = self.row(person), ConsentForm(request.POST, auto_id="consent_%s")
        if not form.is_valid():
            return self.page(row, status=422, consent_form=form)
        said = form.cleaned_data
        people.agree(row, what=said["what"], how=said["how"], on=said["given_on"], by=self.user)
        toast(request, _("Consent written down."))
        return self.back(row)


class WithdrawConsent(OnePerson):
    """They took it back, today."""

    def post(self, request: HttpRequest, brand: str, person: str, consent: str) -> HttpResponse:
        row = self.row(person)
        one = get_object_or_404(Consent.objects.select_related("person"), self._with_merged(row), public_id=consent)
        people.withdraw(one, on=timezone.localtime(clock.now(), self.brand.zone).date(), by=self.user)
        toast(request, _("Withdrawn as of today."))
        return self.back(row)
