from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from brands.models import Brand
from brands.scope import brand_scope
from core.addresses import absolute
from influencers import erasing
from influencers.erasing import COUNT_UP_TO, Plan
from influencers.models import Handle, Person
from monitoring.models import Author


class Command(BaseCommand):
    help = (
        "Erase a person from a brand: the card, their names, and the texts of what they published. Counts stay, and "
        "they are not stored again. Says what it would do; does it with --yes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("brand", help="the brand's public id, as in the address of its pages")
        parser.add_argument("who", help="a handle like @ana, or the public id of a card or an author")
        parser.add_argument("--network", default="", help="of the handle, where several networks have it")
        parser.add_argument("--yes", action="store_true", help="erase. There is no way back")

    def handle(self, *_: Any, brand: str, who: str, network: str, yes: bool, **__: Any) -> None:
        found = Brand.objects.filter(public_id=brand).first()
        if found is None:
            raise CommandError(f"There is no brand {brand}.")
        with brand_scope(found.pk):
            made = _plan(found, who, network)
            self._say(made)
            if not yes:
                self.stdout.write("Nothing was erased. Say --yes to do it: there is no way back.")
                return
            erased = erasing.erase(found, made)
            self.stdout.write(f"Erased. {erased} mentions lost their text; they are still counted.")

    def _say(self, made: Plan) -> None:
        cards = ", ".join(f"{one.name} ({one.public_id})" for one in made.people) or "none"
        authors = ", ".join(f"{one} on {one.network}" for one in made.authors) or "none"
        self.stdout.write(f"Cards: {cards}")
        self.stdout.write(f"Authors: {authors}")
        self.stdout.write(f"Mentions whose text, address and id go: {made.mentions}")
        self.stdout.write(f"Lines of the history that lose their names: {made.events}")
        self.stdout.write(f"Notices, deliveries, saved filters, rows and files that go: {made.queued}")
        if made.others:
            more = " or more" if made.others == COUNT_UP_TO else ""
            self.stdout.write(f"Mentions by others that name them, which stay: {made.others}{more}")
        for one in made.kept:
            self.stdout.write(f"Stays as it is, and names them: {one.what}, {absolute(one.url)}")


def _plan(brand: Brand, who: str, network: str) -> Plan:
    """Raises CommandError."""
    on = {"network": network} if network else {}
    if person := Person.objects.filter(public_id=who).first():
        return erasing.plan(brand, person=person)
    bare = who.removeprefix("@")
    spelt = Q(handle__iexact=bare) | Q(handle__iexact=f"@{bare}")
    handles = Handle.objects.filter(spelt, **on)
    authors = list(Author.objects.filter(spelt | Q(public_id=who), **on).order_by("pk"))
    carded = [(one.network, one.external_id) for one in authors]
    people = {one.person_id for one in handles}
    for key, external_id in carded:
        people |= set(Handle.objects.filter(network=key, external_id=external_id).values_list("person", flat=True))
    networks = sorted({one.network for one in authors} | {one.network for one in handles})
    if not people and not authors:
        raise CommandError(f"Nobody is called {who} here. Look at the handle on their card, or take its id.")
    if len(people) > 1 or (not people and len(authors) > 1):
        raise CommandError(f"Several people are called {who}: say which one by --network ({', '.join(networks)}).")
    card = Person.objects.filter(pk__in=people).first()
    return erasing.plan(brand, person=card, authors=authors)
