"""What the API gives of mentions, sources and counts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from brands.api.shapes import Moment, PublicId
from monitoring.health import explain, health
from monitoring.models import Mention, Reading, Sentiment, Source, Topic

SHARES = {"networks": "network", "languages": "language", "sentiments": "sentiment"}


class Tag(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()


class Author(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()
    handle = serializers.CharField()
    url = serializers.CharField()
    vip = serializers.BooleanField(help_text="The team calls them important.")


class SourceName(serializers.Serializer[Any]):
    id = PublicId()
    title = serializers.CharField(source="__str__")


class Evidence(serializers.Serializer[Any]):
    """A word that counted, and where it stands in the text, or in the title where there is no text (in characters)."""

    word = serializers.CharField()
    weight = serializers.FloatField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class SentimentOf(serializers.Serializer[Any]):
    """How a mention sounds, who says so, and by which words."""

    label = serializers.CharField(source="sentiment")  # type: ignore[assignment]
    by = serializers.CharField(source="sentiment_by", help_text="machine or person.")
    score = serializers.FloatField(allow_null=True, help_text="−1 to 1, the machine's.")
    confidence = serializers.FloatField(allow_null=True, help_text="0 to 1.")
    backend = serializers.CharField()
    backend_version = serializers.CharField()
    evidence = serializers.SerializerMethodField()

    @extend_schema_field(Evidence(many=True))
    def get_evidence(self, row: Mention) -> list[dict[str, Any]]:
        return [dict(zip(("word", "weight", "start", "end"), one, strict=True)) for one in row.evidence]


class MentionShape(serializers.Serializer[Any]):
    """A mention, as monitoring.queries loads it."""

    id = PublicId()
    network = serializers.CharField()
    kind = serializers.CharField(help_text="post, article, comment or review.")
    url = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    author = Author(allow_null=True)
    source = SourceName(allow_null=True)  # type: ignore[assignment]
    posted_at = Moment()
    posted_at_is_guess = serializers.BooleanField(help_text="The source gave no date: it is when we first saw it.")
    first_seen_at = Moment()
    edited_at = Moment(allow_null=True)
    gone_at = Moment(allow_null=True, help_text="Deleted where it was said; kept here, and not counted.")
    reach = serializers.IntegerField(allow_null=True)
    language = serializers.CharField()
    sentiment = SentimentOf(source="*")
    tags = serializers.SerializerMethodField()
    assigned = serializers.CharField(source="assigned_to.public_id", allow_null=True, default=None)
    department = serializers.CharField(source="department.public_id", allow_null=True, default=None)
    note = serializers.CharField()
    version = serializers.IntegerField(help_text="The note's.")
    handled_at = Moment(allow_null=True)
    read = serializers.SerializerMethodField(help_text="By the caller.")
    starred = serializers.SerializerMethodField(help_text="By the caller.")

    def get_tags(self, row: Mention) -> list[str]:
        return [tagged.tag.name for tagged in row.tags]  # type: ignore[attr-defined]

    def get_read(self, row: Mention) -> bool:
        own = _own(row)
        return bool(own and own.read_at)

    def get_starred(self, row: Mention) -> bool:
        own = _own(row)
        return bool(own and own.starred_at)


def _own(row: Mention) -> Reading | None:
    return next(iter(row.own), None)  # type: ignore[attr-defined]


class SourceShape(serializers.Serializer[Any]):
    id = PublicId()
    network = serializers.CharField()
    address = serializers.CharField()
    title = serializers.CharField(source="__str__")
    kind = serializers.CharField(help_text="posts or comments; mentions or search where it is read with an account.")
    account = serializers.CharField(
        source="account.public_id", allow_null=True, default=None, help_text="The account that it is read with."
    )
    poll_minutes = serializers.IntegerField()
    paused = serializers.BooleanField()
    health = serializers.SerializerMethodField()
    trouble = serializers.SerializerMethodField(help_text="Its last error as a sentence; empty where all is well.")
    last_success_at = Moment(allow_null=True)
    next_poll_at = serializers.SerializerMethodField()
    items_found = serializers.IntegerField()
    version = serializers.IntegerField()
    created_at = Moment()

    def get_health(self, row: Source) -> str:
        return health(row)

    def get_trouble(self, row: Source) -> str:
        return str(explain(row))

    @extend_schema_field(Moment(allow_null=True))
    def get_next_poll_at(self, row: Source) -> str | None:
        waits = row.state in {Source.State.WAITING, Source.State.RUNNING}
        return Moment().to_representation(row.not_before) if waits else None


def _per_sentiment(label: str, field: serializers.Field[Any, Any, Any, Any]) -> type[serializers.Serializer[Any]]:
    """A row of a course over time: when, how many of each sentiment, how many in all."""
    figures = {name: serializers.IntegerField() for name in (*Sentiment.values, "total")}
    return type(f"CountsOf{label.title()}", (serializers.Serializer,), {label: field, **figures})


DayCounts = _per_sentiment("day", serializers.DateField())
HourCounts = _per_sentiment("hour", Moment())


class TopicCount(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    total = serializers.IntegerField()


class Counts(serializers.Serializer[Any]):
    """Listed mentions in a span of days, both counted: by day, and shared out. What has none is left out of a share."""

    def get_fields(self) -> dict[str, Any]:
        share = {name: serializers.DictField(child=serializers.IntegerField()) for name in SHARES}
        days = {"from": serializers.DateField(), "to": serializers.DateField(), "days": DayCounts(many=True)}
        return {**days, **share, "topics": TopicCount(many=True)}


class Hours(serializers.Serializer[Any]):
    """Listed mentions by the hour in which they were posted; hours without any are left out."""

    hours = HourCounts(many=True)


class Matching(serializers.Serializer[Any]):
    """How far a topic has been matched with what was heard before it was made or changed."""

    state = serializers.CharField(help_text="waiting, running, done or failed.")
    looked_at = serializers.IntegerField()
    to_look_at = serializers.IntegerField(help_text="About how many there are.")
    matched = serializers.IntegerField()
    finished_at = Moment(allow_null=True)


class TopicShape(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()
    kind = serializers.CharField()
    query = serializers.CharField()
    version = serializers.IntegerField()
    created_at = Moment()
    matching = serializers.SerializerMethodField()

    @extend_schema_field(Matching(allow_null=True))
    def get_matching(self, row: Topic) -> Any:
        rematch = self.context["rematches"].get(row.pk)
        return Matching(rematch).data if rematch else None


class PreviewShape(serializers.Serializer[Any]):
    looked_at = serializers.IntegerField(help_text="How many of the latest mentions there were: 2,000 at most.")
    since = Moment(allow_null=True, help_text="When the oldest of them was posted.")
    matched = serializers.IntegerField()
    results = MentionShape(many=True, help_text="The newest that match, 20 at most.")
