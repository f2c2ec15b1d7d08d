"""What the API takes, checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from monitoring.corrections import LABELS
from monitoring.models import Source
from monitoring.triage import NOTE_SIZE
from networks.registry import NETWORKS

DAYS = 14
LONGEST_SPAN = timedelta(days=400)


class MentionChange(serializers.Serializer[Any]):
    """What a PATCH of a mention may hold; what it does not name stays."""

    read = serializers.BooleanField(required=False)
    starred = serializers.BooleanField(required=False)
    sentiment = serializers.ChoiceField(choices=sorted(LABELS), required=False)
    language = serializers.RegexField(r"^[a-z]{2,3}$", required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=60), max_length=50, required=False)
    assigned = serializers.CharField(max_length=13, required=False, allow_null=True)
    department = serializers.CharField(max_length=13, required=False, allow_null=True)
    handled = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=NOTE_SIZE, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "note" in attrs and "version" not in attrs:
            raise serializers.ValidationError({"version": [_("Say which version of the note you have read.")]})
        return attrs


class NewSource(serializers.Serializer[Any]):
    """A source to listen to: the address of the feed itself."""

    network = serializers.ChoiceField(choices=sorted(NETWORKS), default="feed")
    address = serializers.URLField(max_length=500)
    title = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=Source.Kind.choices, default=Source.Kind.POSTS)
    poll_minutes = serializers.IntegerField(min_value=5, max_value=1440, required=False)


class SourceChange(serializers.Serializer[Any]):
    """What a PATCH of a source may hold."""

    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    poll_minutes = serializers.IntegerField(min_value=5, max_value=1440, required=False)
    paused = serializers.BooleanField(required=False)
    version = serializers.IntegerField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if {"title", "poll_minutes"} & attrs.keys() and "version" not in attrs:
            raise serializers.ValidationError({"version": [_("Say which version of the source you have read.")]})
        return attrs


class Span(serializers.Serializer[Any]):
    """Days to count, both counted. The context's `today` ends it where no end is named; it has 14 days then."""

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField(required=False), "to": serializers.DateField(required=False)}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        last = attrs.get("to") or self.context["today"]
        first = attrs.get("from") or last - timedelta(days=DAYS - 1)
        if not timedelta() <= last - first <= LONGEST_SPAN:
            raise serializers.ValidationError({"to": [_("At most 400 days, the first before the last.")]})
        return {"first": first, "last": last}
