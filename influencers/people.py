"""What a team does with cards: make them, change them, move them along the board, say who is important."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from brands import events, notices
from brands.models import Brand
from core import clock
from core.versions import save_if_current
from influencers import handles, vips
from influencers.models import Consent, Handle, Person
from monitoring.models import Author

STEP_DUE = "person.step_due"
_STEP = {"next_step", "next_on"}


class MovedMeanwhile(Exception):
    """Somebody moved the card to another stage since it was looked at. `person` is how it stands; nothing changed."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.public_id)
        self.person = person


@transaction.atomic
def add(brand: Brand, *, by: User, author: Author | None = None, **said: Any) -> Person:
    """A new card. Of an author who stands on one already, that one is returned.

    `said` are columns; an author's name is taken where there is none.
    """
    if author and (there := handles.person_of(author)):
        return there
    made: Person = Person.objects.create(brand=brand, **{"name": str(author or "")[:200], **said})
    if author:
        handles.tie_author(made, author)
    events.record("person.added", made, brand=brand, by=events.whoever(by))
    return made


@transaction.atomic
def edit(person: Person, *, seen: int, by: User, **changes: Any) -> Person:
    """Change columns of a card. Raises core.versions.StaleWrite."""
    _before, after = events.changed({name: getattr(person, name) for name in changes}, changes)
    if not after:
        return person
    changed = save_if_current(person, seen=seen, changes=changes)
    if "name" in after:
        changed.save(update_fields=["sort_key"])
    if _STEP & set(after):
        Person.objects.filter(pk=person.pk).update(reminded_on=None)
        notices.settle(STEP_DUE, [person.public_id])
    events.record("person.changed", changed, brand=changed.brand, by=events.whoever(by))
    return changed


@transaction.atomic
def move(person: Person, *, to: str, seen: str, by: User) -> Person:
    """To another stage (Person.Stage). Raises MovedMeanwhile where it is not at the stage `seen` any more."""
    held: Person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.stage not in {seen, to}:
        raise MovedMeanwhile(held)
    if held.stage == to:
        return held
    Person.objects.filter(pk=held.pk).update(stage=to, moved_at=clock.now())
    held.stage = to
    was, now = {"was": seen}, {"stage": to}
    events.record("person.moved", held, brand=held.brand, before=was, after=now, by=events.whoever(by))
    return held


@transaction.atomic
def set_vip(person: Person, vip: bool, *, by: User) -> None:
    """Whether the team wants to see at once what they say."""
    if Person.objects.filter(pk=person.pk, vip=not vip).update(vip=vip):
        person.vip = vip
        vips.mark()
        verb = "person.made_vip" if vip else "person.vip_ended"
        events.record(verb, person, brand=person.brand, by=events.whoever(by))


@transaction.atomic
def tie(person: Person, network: str, typed: str, *, by: User) -> Handle:
    """Say what a network calls them. Raises handles.Taken, handles.Blocked."""
    made = handles.tie(person, network, typed)
    events.record("person.handle_added", person, brand=person.brand, after=_named(made), by=events.whoever(by))
    if person.vip:
        vips.mark()
    return made


@transaction.atomic
def untie(handle: Handle, *, by: User) -> None:
    """It is not theirs after all."""
    person, said = handle.person, _named(handle)
    handle.delete()
    vips.mark()
    events.record("person.handle_removed", person, brand=person.brand, before=said, by=events.whoever(by))


@transaction.atomic
def agree(person: Person, *, what: str, how: str, on: date, by: User) -> Consent:
    """Write down what they agreed to."""
    made: Consent = Consent.objects.create(brand=person.brand, person=person, what=what, how=how, given_on=on, by=by)
    events.record("person.consented", person, brand=person.brand, by=events.whoever(by))
    return made


@transaction.atomic
def withdraw(consent: Consent, *, on: date, by: User) -> None:
    """They took it back."""
    if Consent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=on):
        person = consent.person
        events.record("person.consent_withdrawn", person, brand=person.brand, by=events.whoever(by))


def remind(brand: Brand) -> int:
    """Tell who keeps a card, or the team, of next steps whose day has come; returns how many. Call in its scope."""
    local = clock.now().astimezone(brand.zone)
    if local.hour < _MORNING:
        return 0
    due = Person.objects.filter(next_on__lte=local.date(), reminded_on=None, merged_into=None)
    return _tell(brand, due.select_related("owner__user").order_by("pk"))


_MORNING = 8
"""Hour of the brand's day from which people are reminded."""


def _tell(brand: Brand, due: Iterable[Person]) -> int:
    told = 0
    for person in due:
        with transaction.atomic():
            if Person.objects.filter(pk=person.pk, reminded_on=None).update(reminded_on=person.next_on):
                to = person.owner.user if person.owner else None
                notices.tell(brand, STEP_DUE, person.public_id, to=to, person=person.name, step=person.next_step)
                told += 1
    return told


def _named(handle: Handle) -> dict[str, str]:
    return {"network": handle.network, "handle": handle.handle}
