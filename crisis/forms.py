from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from crisis.models import Watch


class WatchForm(VersionedForm):
    """How a topic is watched."""

    sensitivity = forms.ChoiceField(
        label=_("Sensitivity"),
        choices=Watch.Sensitivity.choices,
        help_text=_("How far from the usual it has to be before we tell you."),
    )
    fewest = forms.IntegerField(
        label=_("Fewest mentions in an hour"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Below this we say nothing. Empty: 30 when calm, 15 normally, 8 when keen."),
    )
    quiet_hours = forms.IntegerField(
        label=_("Quiet hours after an alert"),
        required=False,
        min_value=1,
        max_value=168,
        help_text=_("Unless it becomes twice as bad. Empty: 24 when calm, 12 normally, 6 when keen."),
    )

    @staticmethod
    def values_of(watch: Watch) -> dict[str, Any]:
        names = ("sensitivity", "fewest", "quiet_hours", "version")
        return {name: getattr(watch, name) for name in names}

    @classmethod
    def words(cls) -> dict[str, Any]:
        """Column → label."""
        return {name: field.label for name, field in cls.base_fields.items() if name != "version"}


class ReasonForm(forms.Form):
    """Why an alert is nothing."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("One line. It stays with the alert, for who looks back."),
        error_messages={"required": _("Say in a few words why it is nothing.")},
    )
