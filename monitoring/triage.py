"""What people do with mentions. Read and star are one's own; the rest is the brand's: logged, and seen by all.

Each verb takes mentions of the brand in scope, as many as a page shows, and returns an Undo for monitoring.undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from brands import events
from brands.models import Brand, BrandRole, Department, Member
from core import bulk, clock
from core.text import fold
from core.versions import save_if_current
from monitoring import live
from monitoring.models import Mention, MentionTag, Reading, Tag

NOTE_SIZE = 5000


class NotOnTeam(Exception):
    """A mention was to be assigned to somebody without a role in the brand."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What a verb changed and what stood there before, in JSON's types, so that a page can carry it signed."""

    what: str
    before: Mapping[str, Any] = field(default_factory=dict)
    """By public id of the mention, or author; empty: nothing changed."""
    about: str = ""
    """Public id of the tag that it was about."""
    after: Any = None
    """What the verb left in a column of the brand's: where somebody has put something else since, theirs stays."""

    def __bool__(self) -> bool:
        return bool(self.before)


def lock(mentions: Iterable[Mention]) -> QuerySet[Mention]:
    """`mentions` as they stand now, locked in the order in which everybody locks them. Call in a transaction."""
    found: QuerySet[Mention] = Mention.objects.filter(pk__in=[m.pk for m in mentions])
    return found.select_for_update(of=("self",)).order_by("pk")


def mark_read(user: User, mentions: Sequence[Mention]) -> Undo:
    """`user` has read `mentions`."""
    return _set_reading(user, mentions, "read_at", clock.now())


def mark_unread(user: User, mentions: Sequence[Mention]) -> Undo:
    """`user` wants to see `mentions` as new again."""
    return _set_reading(user, mentions, "read_at", None)


def star(user: User, mentions: Sequence[Mention]) -> Undo:
    """`user` wants to find `mentions` again; retention keeps them."""
    return _set_reading(user, mentions, "starred_at", clock.now())


def unstar(user: User, mentions: Sequence[Mention]) -> Undo:
    """The opposite of `star`."""
    return _set_reading(user, mentions, "starred_at", None)


def assign(brand: Brand, mentions: Sequence[Mention], member: Member | None) -> Undo:
    """Give `mentions` to `member`, or to nobody. Raises NotOnTeam for people without a role in `brand`."""
    if member and not BrandRole.objects.filter(brand=brand, member=member).exists():
        raise NotOnTeam(member.public_id)
    return _set(brand, mentions, "assigned_to", member, "mention.assigned")


def set_department(brand: Brand, mentions: Sequence[Mention], department: Department | None) -> Undo:
    """Say which department has to act on `mentions`, or none."""
    return _set(brand, mentions, "department", department, "mention.department_set")


def handle(brand: Brand, mentions: Sequence[Mention]) -> Undo:
    """Nothing is left to do about `mentions`."""
    return _set(brand, mentions, "handled_at", clock.now(), "mention.handled")


def reopen(brand: Brand, mentions: Sequence[Mention]) -> Undo:
    """The opposite of `handle`."""
    return _set(brand, mentions, "handled_at", None, "mention.reopened")


def tag_named(brand: Brand, name: str) -> Tag:
    """The brand's tag of that name, whatever its case and accents, made if need be. Raises ValueError if empty."""
    name = " ".join(name.split())[:60]
    if not name:
        raise ValueError("a tag needs a name")
    made: Tag = Tag.objects.get_or_create(sort_key=fold(name)[:60], defaults={"brand": brand, "name": name})[0]
    return made


def tag(brand: Brand, mentions: Sequence[Mention], with_tag: Tag) -> Undo:
    """Put a tag on `mentions`."""
    columns = ("brand_id", "mention_id", "tag_id")
    with transaction.atomic():
        locked = list(lock(mentions))
        rows = [(brand.pk, mention.pk, with_tag.pk) for mention in locked]
        new = {
            pk for (pk,) in bulk.insert(MentionTag, columns, rows, then="ON CONFLICT DO NOTHING RETURNING mention_id")
        }
        changed = [mention for mention in locked if mention.pk in new]
        _tell(brand, changed, "mention.tagged", after={"tag": with_tag.name})
    return Undo("tag", {mention.public_id: False for mention in changed}, with_tag.public_id)


def untag(brand: Brand, mentions: Sequence[Mention], without: Tag) -> Undo:
    """Take a tag off `mentions`."""
    with transaction.atomic():
        here = MentionTag.objects.filter(tag=without, mention__in=[m.pk for m in mentions])
        changed = list(lock(Mention.objects.filter(pk__in=here.values("mention"))))
        here.delete()
        _tell(brand, changed, "mention.untagged", before={"tag": without.name})
    return Undo("tag", {mention.public_id: True for mention in changed}, without.public_id)


def write_note(brand: Brand, mention: Mention, text: str, *, seen: int) -> Undo:
    """Write the team's note on `mention`. Raises core.versions.StaleWrite, with both texts, if somebody was faster."""
    text = text.replace("\x00", "").strip()[:NOTE_SIZE]
    before = mention.note
    with transaction.atomic():
        save_if_current(mention, seen=seen, changes={"note": text})
        _tell(brand, [mention], "mention.noted" if text else "mention.note_removed")
    return Undo("note", {mention.public_id: [before, mention.version]})


def _set_reading(user: User, mentions: Sequence[Mention], column: str, value: Any) -> Undo:
    """Set one column of `user`'s readings where it is not set already; a moment once written stays."""
    with transaction.atomic():
        held = {r.mention_id: getattr(r, column) for r in Reading.objects.filter(user=user, mention__in=mentions)}
        changed = [m for m in lock(mentions) if not _same(held.get(m.pk), value)]
        Reading.objects.bulk_create(
            [Reading(brand_id=m.brand_id, user=user, mention=m, **{column: value}) for m in changed],
            update_conflicts=True,
            unique_fields=["brand", "user", "mention"],
            update_fields=[column],
        )
    return Undo(column, {m.public_id: plain(held.get(m.pk)) for m in changed})


def _set(brand: Brand, mentions: Sequence[Mention], column: str, value: Any, verb: str) -> Undo:
    """Set one column of the brand's on `mentions`, and log where it changed."""
    with transaction.atomic():
        before = {m: getattr(m, column) for m in lock(mentions)}
        changed = [m for m, old in before.items() if not _same(old, value)]
        Mention.objects.filter(pk__in=[m.pk for m in changed]).update(**{column: value})
        for mention in changed:
            old, new = {column: plain(before[mention])}, {column: plain(value)}
            events.record(verb, mention, brand=brand, before=old, after=new)
        if changed:
            live.announce(brand.public_id)
    return Undo(column, {m.public_id: plain(before[m]) for m in changed}, after=plain(value))


def _same(old: Any, new: Any) -> bool:
    """Whether nothing would change: a moment that is written stays as it is."""
    return bool(old) == bool(new) if isinstance(new or old, datetime) else bool(old == new)


def _tell(brand: Brand, mentions: Sequence[Mention], verb: str, **sides: Any) -> None:
    for mention in mentions:
        events.record(verb, mention, brand=brand, **sides)
    if mentions:
        live.announce(brand.public_id)


def plain(value: Any) -> str | None:
    """A row as its public id, a moment in ISO 8601."""
    if value is None:
        return None
    return str(value.public_id) if hasattr(value, "public_id") else str(value.isoformat())
