"""What the API gives of alerts, incidents, and what is held because of them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from brands.api.shapes import Moment, PublicId
from calendar_app.api.shapes import AccountName
from calendar_app.models import Publication
from crisis.models import Alert, Incident


class TopicName(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()


class Counted(serializers.Serializer[Any]):
    """A word, a network, or the id of an author, and in how many of the mentions looked at it stood."""

    key = serializers.CharField()
    n = serializers.IntegerField()


class Explanation(serializers.Serializer[Any]):
    """What moved, most first."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    terms = Counted(many=True)
    authors = Counted(many=True, help_text="Ids of authors.")
    networks = Counted(many=True)
    samples = serializers.ListField(child=serializers.CharField(), help_text="Ids of mentions.")


class AlertShape(serializers.Serializer[Any]):
    """A topic out of the ordinary: what was counted in an hour, against what."""

    id = PublicId()
    topic = TopicName()
    metric = serializers.ChoiceField(choices=Alert.Metric.values)
    scale = serializers.ChoiceField(
        choices=Alert.Scale.values, help_text="hour: of the clock. five: the 60 minutes before, looked at every five."
    )
    at = Moment(help_text="When the last counted hour (scale hour) or five minutes (scale five) began.")
    observed = serializers.IntegerField(help_text="In the hour.")
    expected = serializers.FloatField(help_text="In an hour at this time of day.")
    threshold = serializers.FloatField(help_text="From so many on it was out of the ordinary.")
    share = serializers.FloatField(allow_null=True, help_text="Negative ones among the hour's mentions, 0 to 1.")
    usual_share = serializers.FloatField(allow_null=True)
    peak = serializers.IntegerField(help_text="The worst hour while it was being told.")
    sensitivity = serializers.CharField()
    state = serializers.ChoiceField(choices=Alert.State.values)
    reason = serializers.CharField(help_text="Why it was dismissed, where it was.")
    raised_at = Moment()
    decided_at = Moment(allow_null=True)
    incident = serializers.SerializerMethodField(help_text="Id of the incident that it led to.")
    explanation = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_incident(self, alert: Alert) -> str | None:
        return alert.incident.public_id if alert.incident else None

    @extend_schema_field(Explanation)
    def get_explanation(self, alert: Alert) -> dict[str, Any]:
        kept = alert.explanation
        counted = {
            name: [{"key": key, "n": n} for key, n in kept.get(name, ())] for name in ("terms", "authors", "networks")
        }
        return {"since": kept["since"], "until": kept["until"], **counted, "samples": kept.get("samples", [])}


class HoldShape(serializers.Serializer[Any]):
    """A stop of what is scheduled. Kinds of rules narrow each other; without any it holds everything."""

    id = PublicId(source="hold.public_id")
    reason = serializers.CharField(source="hold.reason")
    words = serializers.ListField(child=serializers.CharField(), source="hold.words")
    networks = serializers.ListField(child=serializers.CharField(), source="hold.networks")
    accounts = serializers.ListField(child=serializers.CharField(), source="hold.accounts", help_text="Ids.")
    campaign = serializers.CharField(source="hold.campaign")
    placed_at = Moment(source="hold.placed_at")
    lifted_at = Moment(
        source="hold.lifted_at", allow_null=True, help_text="Since when it catches nothing more; null while it stands."
    )
    caught = serializers.IntegerField(help_text="Publications that it caught last.")
    undecided = serializers.IntegerField(help_text="Of them, those that stay held until a person has decided.")


class IncidentShape(serializers.Serializer[Any]):
    """Something that went wrong, and how it stands."""

    id = PublicId()
    title = serializers.CharField()
    summary = serializers.CharField()
    level = serializers.ChoiceField(choices=Incident.Level.values)
    lead = serializers.SerializerMethodField()
    topic = TopicName(allow_null=True)
    opened_at = Moment()
    closed_at = Moment(allow_null=True, help_text="Null while it is open.")
    lesson = serializers.CharField()
    version = serializers.IntegerField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_lead(self, incident: Incident) -> str | None:
        return incident.lead.user.display_name if incident.lead else None


class TaskShape(serializers.Serializer[Any]):
    id = PublicId()
    text = serializers.CharField()
    who = serializers.SerializerMethodField()
    due_at = Moment(allow_null=True)
    done_at = Moment(allow_null=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_who(self, task: Any) -> str | None:
        return task.who.user.display_name if task.who else None


class NoteShape(serializers.Serializer[Any]):
    id = PublicId()
    text = serializers.CharField()
    by = serializers.SerializerMethodField()
    at = Moment()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_by(self, note: Any) -> str | None:
        return note.by.display_name if note.by else None


class Outcome(serializers.Serializer[Any]):
    """A publication that a hold caught, what a person decided about it, and how it stands."""

    post = serializers.CharField(source="publication.post.public_id")
    publication = serializers.CharField(source="publication.public_id")
    account = AccountName(source="publication.account")
    state = serializers.ChoiceField(choices=Publication.State.values, source="publication.state")
    due_at = Moment(source="publication.due_at", allow_null=True)
    published_at = Moment(source="publication.published_at", allow_null=True)
    decision = serializers.CharField(help_text="now, kept, moved, dropped; empty while nobody has decided.")
    decided_at = Moment(allow_null=True)


class IncidentDetailShape(IncidentShape):
    alerts = serializers.ListField(child=serializers.CharField(), help_text="Ids.")
    tasks = TaskShape(many=True)
    notes = NoteShape(many=True)
    holds = HoldShape(many=True)
    held = Outcome(many=True, help_text="All that its holds caught, the first due first.")
