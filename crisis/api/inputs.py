"""What lists of alerts and incidents can be narrowed by."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from brands.api.inputs import Id, Page
from crisis.models import Alert, Incident

_MOMENT = "Moments as ISO 8601, with a zone."


class AlertFilters(Page):
    """Each narrows."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "state": serializers.ChoiceField(choices=Alert.State.values, required=False),
            "metric": serializers.ChoiceField(choices=Alert.Metric.values, required=False),
            "topic": Id(),
            "since": serializers.DateTimeField(required=False, help_text=f"Raised then or later. {_MOMENT}"),
        }


class IncidentFilters(Page):
    """Each narrows."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "state": serializers.ChoiceField(choices=("open", "closed"), required=False),
            "level": serializers.ChoiceField(choices=Incident.Level.values, required=False),
            "since": serializers.DateTimeField(required=False, help_text=f"Opened then or later. {_MOMENT}"),
        }
