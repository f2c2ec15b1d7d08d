"""Which topics match which mentions, as rows. Who writes a mention's rows holds the mention."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from core import bulk
from monitoring.models import Mention, MentionTopic

_COLUMNS = ("brand_id", "mention_id", "topic_id", "posted_at")
_DELETE = """
DELETE FROM monitoring_mentiontopic matched
USING unnest(%s::bigint[], %s::bigint[]) AS gone(mention_id, topic_id)
WHERE matched.brand_id = %s AND matched.mention_id = gone.mention_id AND matched.topic_id = gone.topic_id
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A mention (of the brand in scope, saved), and the topics that matched it before and match it now."""

    mention: Mention
    before: Collection[int]
    after: Collection[int]
    moved: bool = False
    """Its date is another one: rows that stay follow."""


def write(brand_id: int, changes: Sequence[Change]) -> None:
    """Bring the rows up to `changes`, in two statements."""
    _delete(brand_id, [(c.mention.pk, topic) for c in changes for topic in c.before if c.moved or topic not in c.after])
    new = [(c.mention, [topic for topic in c.after if c.moved or topic not in c.before]) for c in changes]
    insert(brand_id, [(mention.pk, mention.posted_at, topics) for mention, topics in new])


def insert(brand_id: int, matched: Iterable[tuple[int, datetime, Iterable[int]]]) -> None:
    """Rows of mentions (primary key, and when it was posted) that have none yet for these topics, in key order."""
    rows = [(brand_id, pk, topic, posted_at) for pk, posted_at, topics in matched for topic in topics]
    bulk.insert(MentionTopic, _COLUMNS, sorted(rows))


def _delete(brand_id: int, pairs: Sequence[tuple[int, int]]) -> None:
    if pairs:
        mentions, topics = zip(*pairs, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, [list(mentions), list(topics), brand_id])
