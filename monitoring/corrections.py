"""What a person knows better than the machine. It is kept for ever, and all counts follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from django.db import transaction

from brands import events
from brands.models import Brand
from monitoring import counts, facts, live, matches, scoring
from monitoring.live_topics import Matching
from monitoring.models import Author, Labeller, Mention, Sentiment
from monitoring.triage import Undo, lock

LABELS = frozenset({Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE})
_CODE = re.compile(r"[a-z]{2,3}")


def correct_label(brand: Brand, mentions: Sequence[Mention], label: str) -> Undo:
    """A person says how `mentions` sound. Raises ValueError for what is no label."""
    if label not in LABELS:
        raise ValueError(label)

    def put(mention: Mention) -> None:
        mention.sentiment, mention.sentiment_by = label, Labeller.PERSON

    before = change(brand, mentions, put, "mention.label_corrected", ("sentiment", "sentiment_by"))
    return Undo("label", before, after=[label, Labeller.PERSON])


def correct_language(brand: Brand, mentions: Sequence[Mention], language: str) -> Undo:
    """A person says which language `mentions` are in (ISO 639 code); they are scored again as such.

    Raises ValueError for what is no code.
    """
    if not _CODE.fullmatch(language):
        raise ValueError(language)
    scorer = scoring.Scorer(tuple(brand.languages))

    def put(mention: Mention) -> None:
        mention.language, mention.language_by = language, Labeller.PERSON
        scoring.put(mention, scorer.result(mention.body, language))

    before = change(brand, mentions, put, "mention.language_corrected", ("language", "language_by"))
    return Undo("language", before, after=[language, Labeller.PERSON])


def hide_author(brand: Brand, author: Author) -> Undo:
    """Neither list nor count what `author` says, now and later."""
    return _set_hidden(brand, author, hidden=True)


def show_author(brand: Brand, author: Author) -> Undo:
    """The opposite of `hide_author`."""
    return _set_hidden(brand, author, hidden=False)


def change(
    brand: Brand, mentions: Sequence[Mention], put: Callable[[Mention], None], verb: str, columns: tuple[str, str]
) -> dict[str, list[str]]:
    """Let `put` change each of `mentions`, and log it. Counts and matches follow.

    What stood in `columns`, by public id of what changed.
    """
    before: dict[str, list[str]] = {}
    changes = counts.Changes()
    with transaction.atomic():
        counts.hold(brand.pk)
        locked = list(lock(mentions).select_related("author"))
        matching, topics, matched = Matching(), counts.topics_of([mention.pk for mention in locked]), []
        for mention in locked:
            was, language = {name: getattr(mention, name) for name in columns}, mention.language
            changes.remove(mention, topics[mention.pk])
            put(mention)
            if mention.language != language:  # topics may ask for it
                after = matching.again(facts.of_mention(mention), topics[mention.pk])
                matched.append(matches.Change(mention, topics[mention.pk], after))
                topics[mention.pk] = after
            changes.add(mention, topics[mention.pk])
            # Also where `columns` stay: a text that is scored again may sound otherwise, and is counted so.
            mention.save(update_fields=[*scoring.COLUMNS, "language_by", "sentiment_by"])
            now = {name: getattr(mention, name) for name in columns}
            if was == now:
                continue
            before[mention.public_id] = list(was.values())
            old, new = events.changed(was, now)
            events.record(verb, mention, brand=brand, before=old, after=new)
        matches.write(brand.pk, matched)
        counts.write(brand.pk, changes)
        if before:
            live.announce(brand.public_id)
    return before


def _set_hidden(brand: Brand, author: Author, *, hidden: bool) -> Undo:
    changes = counts.Changes()
    with transaction.atomic():
        counts.hold(brand.pk)
        # The author first: ingest holds it too, so nothing new slips in on the wrong side.
        if not Author.objects.filter(pk=author.pk, hidden=not hidden).update(hidden=hidden):
            return Undo("hidden", {})
        mentions = Mention.objects.filter(author=author, hidden=not hidden)
        locked = list(mentions.select_for_update(of=("self",)).order_by("pk").defer("text", "evidence", "note"))
        topics = counts.topics_of([mention.pk for mention in locked])
        for mention in locked:
            changes.remove(mention, topics[mention.pk])
            mention.hidden = hidden
            changes.add(mention, topics[mention.pk])
        mentions.update(hidden=hidden)
        verb = "author.hidden" if hidden else "author.shown"
        events.record(verb, author, brand=brand)
        counts.write(brand.pk, changes)
        live.announce(brand.public_id)
    author.hidden = hidden
    return Undo("hidden", {author.public_id: not hidden})
