"""What the API takes of KPIs, checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from brands.api.inputs import Input
from reports.periods import last_week

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)
LONGEST = timedelta(days=400)


class Days(Input):
    """Whole days of the brand's zone, both counted: the last whole week where none is named."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.DateField(
                required=False, help_text="The first day; six days before the last by default."
            ),
            "to": serializers.DateField(required=False, help_text=f"The last; at most {LONGEST.days} days later."),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        week = last_week(self.context["view"].today)
        if not attrs:
            return {"first": week.first, "last": week.last}
        last = attrs.get("to") or max(attrs["from"], self.context["view"].today)
        if not FIRST_DAY <= last <= LAST_DAY:
            raise serializers.ValidationError({"to": [_("Nothing is counted in that year.")]})
        first = attrs.get("from") or last - timedelta(days=6)
        if not (timedelta() <= last - first <= LONGEST and first >= FIRST_DAY):
            message = _("At most %(n)s days, the first before the last.") % {"n": LONGEST.days}
            raise serializers.ValidationError({"to": [message]})
        return {"first": first, "last": last}
