"""What stands around one mention: the talk that it is part of, and what else its author has said.

Call inside the brand's scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from monitoring.models import LISTED, Author, Mention, MentionTopic, Topic

ANCESTORS, REPLIES, LAST = 5, 20, 5
COUNT_UP_TO = 1_000


@dataclass(frozen=True, slots=True)
class Thread:
    """A talk as far as we hold it: what a mention replies to, the first first, and what replies to it."""

    before: list[Mention]
    after: list[Mention]
    more: bool
    """There are more replies."""
    missing: bool
    """It replies to something that we do not hold."""

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.missing)


@dataclass(frozen=True, slots=True)
class Said:
    """What an author has said in the brand's mentions."""

    last: list[Mention]
    """Without the one that is looked at."""
    count: int
    """With it; up to COUNT_UP_TO + 1, which stands for «more»."""
    since: datetime


def thread(mention: Mention) -> Thread:
    """The talk around `mention` (its source loaded), in its order."""
    before: list[Mention] = []
    seen, step = {mention.pk}, mention
    while step.reply_to and len(before) < ANCESTORS:
        parent = _held(mention).filter(_answered_by(step)).first()
        if parent is None or parent.pk in seen:
            break
        seen.add(parent.pk)
        before.insert(0, parent)
        step = parent
    after = list(_held(mention).filter(_answers(mention)).order_by("posted_at", "pk")[: REPLIES + 1])
    return Thread(before, after[:REPLIES], len(after) > REPLIES, bool(mention.reply_to and not before))


def said_by(author: Author, *, but: Mention) -> Said:
    """What `author` has said, the last of it without `but`."""
    all_of_it: QuerySet[Mention] = Mention.objects.filter(author=author, gone_at=None)
    newest = all_of_it.order_by("-posted_at", "-pk")
    first = all_of_it.order_by("posted_at", "pk").values_list("posted_at", flat=True).first()
    last = [mention for mention in newest[: LAST + 1] if mention.pk != but.pk]
    return Said(last[:LAST], all_of_it[: COUNT_UP_TO + 1].count(), first or but.posted_at)


def topics_of(mention: Mention) -> QuerySet[Topic]:
    """Topics that match `mention`, by name."""
    found: QuerySet[Topic] = Topic.objects.filter(
        pk__in=MentionTopic.objects.filter(mention=mention).values("topic")
    ).order_by("sort_key")
    return found


def _held(mention: Mention) -> QuerySet[Mention]:
    found: QuerySet[Mention] = Mention.objects.filter(LISTED, brand=mention.brand_id, network=mention.network)
    return found.select_related("author", "source")


def _answered_by(mention: Mention) -> Q:
    """What `mention` replies to. Ids that mean something only inside a source stand behind its public id."""
    said = mention.reply_to
    return Q(external_id__in=[said, f"{mention.source.public_id}/{said}"] if mention.source else [said])


def _answers(mention: Mention) -> Q:
    """What replies to `mention`."""
    answers = Q(reply_to=mention.external_id)
    if mention.source and mention.external_id.startswith(prefix := f"{mention.source.public_id}/"):
        answers |= Q(source=mention.source, reply_to=mention.external_id.removeprefix(prefix))
    return answers
