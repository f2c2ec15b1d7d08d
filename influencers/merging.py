"""Two cards that are one person: put together, and taken apart again as they were."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from brands import events
from influencers import vips
from influencers.models import Handle, Merge, Person


class SamePerson(Exception):
    """A card cannot be put into itself."""


class NotThere(Exception):
    """One of the two was put into another card meanwhile, or taken apart."""


@transaction.atomic
def merge(kept: Person, absorbed: Person, *, by: User) -> Merge:
    """Put `absorbed` into `kept`: its handles move, all else of it waits for being taken apart.

    Raises SamePerson, NotThere.
    """
    if kept.pk == absorbed.pk:
        raise SamePerson
    _hold(kept, absorbed)
    moving = Handle.objects.filter(person=absorbed)
    made: Merge = Merge.objects.create(
        brand=kept.brand,
        kept=kept,
        absorbed=absorbed,
        handles=list(moving.order_by("pk").values_list("public_id", flat=True)),
        made_vip=absorbed.vip and not kept.vip,
        by=by,
    )
    moving.update(person=kept)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    if made.made_vip:
        Person.objects.filter(pk=kept.pk).update(vip=True)
    vips.mark()
    events.record("person.merged", kept, brand=kept.brand, after={"other": absorbed.name}, by=events.whoever(by))
    return made


@transaction.atomic
def unmerge(made: Merge, *, by: User) -> Person:
    """Take the two apart; returns the card that is its own again. Raises NotThere."""
    if not Merge.objects.select_for_update().filter(pk=made.pk).exists():
        raise NotThere
    kept: Person = made.kept
    absorbed: Person = made.absorbed
    Handle.objects.filter(person=kept, public_id__in=made.handles).update(person=absorbed)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=None)
    if made.made_vip:
        Person.objects.filter(pk=kept.pk).update(vip=False)
    made.delete()
    vips.mark()
    events.record("person.unmerged", kept, brand=kept.brand, after={"other": absorbed.name}, by=events.whoever(by))
    absorbed.merged_into = None
    return absorbed


def _hold(*people: Person) -> None:
    """Lock both, in one order for everybody. Raises NotThere."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in people], merged_into=None)
    if len(rows.order_by("pk")) != len(people):
        raise NotThere
