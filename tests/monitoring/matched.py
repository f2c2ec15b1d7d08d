"""Which topics match which mentions, as tests compare it."""

from __future__ import annotations

from monitoring import facts, rematching
from monitoring.matching import Document, parse
from monitoring.models import Mention, MentionTopic, Topic


def stands() -> dict[str, set[str]]:
    """Names of the topics, by the last part of the mention's external id; mentions without any are left out."""
    found: dict[str, set[str]] = {}
    for external_id, name in MentionTopic.objects.values_list("mention__external_id", "topic__name"):
        found.setdefault(external_id.rpartition("/")[2], set()).add(name)
    return found


def rows() -> set[tuple]:
    """Mention, topic and date of every match with a topic that nobody has removed."""
    live = MentionTopic.objects.filter(topic__deleted_at=None)
    return set(live.values_list("mention_id", "topic_id", "posted_at"))


def asked(*, since=None) -> set[tuple]:
    """The same as the queries answer now, one mention after the other."""
    queries = {topic.pk: parse(topic.query) for topic in Topic.objects.all()}
    mentions = Mention.objects.select_related("author").filter(**({"posted_at__gte": since} if since else {}))
    documents = {m: Document.of(**facts.of_mention(m)._asdict()) for m in mentions}
    return {
        (m.pk, pk, m.posted_at)
        for m, document in documents.items()
        for pk, query in queries.items()
        if query.matches(document)
    }


def catch_up() -> None:
    """Do what the workers would do in the background."""
    while rematching.run_due():
        pass
