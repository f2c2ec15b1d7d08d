"""Undoing what somebody just did with mentions: each Undo of monitoring.triage and monitoring.corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from brands.models import Brand, Department, Member
from monitoring import corrections, counts, scoring, triage
from monitoring.models import Author, Labeller, Mention, Reading, Tag
from monitoring.triage import Undo

_STANDS: dict[str, Callable[[Mention], Any]] = {
    "assigned_to": lambda mention: triage.plain(mention.assigned_to),
    "department": lambda mention: triage.plain(mention.department),
    "handled_at": lambda mention: triage.plain(mention.handled_at),
    "label": lambda mention: [mention.sentiment, mention.sentiment_by],
    "language": lambda mention: [mention.language, mention.language_by],
}
"""How to read what Undo.after is compared with."""


@transaction.atomic
def undo(user: User, brand: Brand, what: Undo) -> int:
    """Put back what stood before; for how many mentions not, because somebody has decided otherwise since.

    Mentions that are gone since are left out. Raises core.versions.StaleWrite if a note was written again since. Call
    in the brand's scope.
    """
    counts.hold(brand.pk)
    named = list(triage.lock(Mention.objects.filter(public_id__in=list(what.before))))
    stands = _STANDS.get(what.what)
    mentions = [mention for mention in named if stands is None or stands(mention) == what.after]
    restore: dict[str, Callable[[], object]] = {
        "read_at": lambda: _reading(user, mentions, what),
        "starred_at": lambda: _reading(user, mentions, what),
        "assigned_to": lambda: _each(
            mentions, what, lambda some, value: triage.assign(brand, some, _member(brand, value))
        ),
        "department": lambda: _each(
            mentions, what, lambda some, value: triage.set_department(brand, some, _department(value))
        ),
        "handled_at": lambda: _each(
            mentions, what, lambda some, value: (triage.handle if value else triage.reopen)(brand, some)
        ),
        "tag": lambda: _tags(brand, mentions, what),
        "note": lambda: _notes(brand, mentions, what),
        "label": lambda: _labels(brand, mentions, what),
        "language": lambda: _languages(brand, mentions, what),
        "hidden": lambda: _hidden(brand, what),
    }
    restore[what.what]()
    return len(named) - len(mentions)


def _each(mentions: Sequence[Mention], what: Undo, verb: Callable[[Sequence[Mention], Any], object]) -> None:
    """Call `verb` once for each value that stood before, with the mentions that had it."""
    by_value: dict[Any, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_value[what.before[mention.public_id]].append(mention)
    for value, some in by_value.items():
        verb(some, value)


def _reading(user: User, mentions: Sequence[Mention], what: Undo) -> None:
    def put(some: Sequence[Mention], value: str | None) -> None:
        moment = datetime.fromisoformat(value) if value else None
        Reading.objects.filter(user=user, mention__in=some).update(**{what.what: moment})

    _each(mentions, what, put)


def _tags(brand: Brand, mentions: Sequence[Mention], what: Undo) -> None:
    """A tag that was deleted since stays away."""
    if (tag := Tag.objects.filter(public_id=what.about).first()) is not None:
        _each(mentions, what, lambda some, had: (triage.tag if had else triage.untag)(brand, some, tag))


def _notes(brand: Brand, mentions: Sequence[Mention], what: Undo) -> None:
    for mention in mentions:
        text, seen = what.before[mention.public_id]
        triage.write_note(brand, mention, text, seen=seen)


def _labels(brand: Brand, mentions: Sequence[Mention], what: Undo) -> None:
    def put(mention: Mention) -> None:
        mention.sentiment, mention.sentiment_by = what.before[mention.public_id]

    corrections.change(brand, mentions, put, "mention.label_restored", ("sentiment", "sentiment_by"))


def _languages(brand: Brand, mentions: Sequence[Mention], what: Undo) -> None:
    scorer = scoring.Scorer(tuple(brand.languages))

    def put(mention: Mention) -> None:
        mention.language, mention.language_by = what.before[mention.public_id]
        forced = mention.language if mention.language_by == Labeller.PERSON else "auto"
        scoring.put(mention, scorer.result(mention.body, forced))

    corrections.change(brand, mentions, put, "mention.language_restored", ("language", "language_by"))


def _hidden(brand: Brand, what: Undo) -> None:
    for author in Author.objects.filter(public_id__in=list(what.before)):
        (corrections.hide_author if what.before[author.public_id] else corrections.show_author)(brand, author)


def _member(brand: Brand, public_id: str | None) -> Member | None:
    """Somebody who has left the brand since gets nothing back."""
    return Member.objects.filter(public_id=public_id, roles__brand=brand).first() if public_id else None


def _department(public_id: str | None) -> Department | None:
    found: Department | None = Department.objects.filter(public_id=public_id).first() if public_id else None
    return found
