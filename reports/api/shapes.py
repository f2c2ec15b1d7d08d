"""What the API gives of KPIs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class PointShape(serializers.Serializer[Any]):
    """One day; null where nothing is known of it."""

    day = serializers.DateField()
    value = serializers.FloatField(allow_null=True)


class KpiShape(serializers.Serializer[Any]):
    """A KPI over the days that were asked for. Percents are parts of a hundred, times are in seconds."""

    key = serializers.CharField(help_text="As docs/kpis.md names it.")
    name = serializers.CharField(help_text="In the caller's language.")
    unit = serializers.CharField()
    better = serializers.CharField(help_text="up, down, or empty where it is neither.", allow_blank=True)
    value = serializers.FloatField(allow_null=True, help_text="null: not known. Never 0 for unknown.")
    why = serializers.CharField(allow_blank=True, help_text="Why there is no value.")
    before = serializers.FloatField(allow_null=True, help_text="In as many days right before.")
    why_before = serializers.CharField(allow_blank=True, help_text="Why there is nothing to compare with.")
    change = serializers.FloatField(allow_null=True, help_text="The value less the one before.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="What the number does not cover.")
    days = PointShape(many=True)


class KpisShape(serializers.Serializer[Any]):
    """All KPIs, in the order of the page. Days from today on are not there yet."""

    def get_fields(self) -> dict[str, Any]:
        days = {"from": serializers.DateField(), "to": serializers.DateField(help_text="Today at the latest.")}
        return days | {"kpis": KpiShape(many=True)}
