from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.importing import columns
from calendar_app.importing.columns import Field
from calendar_app.importing.directory import Accounts
from calendar_app.models import PostImport
from channels.naming import label
from core.sheets.moments import Order

ORDERS: dict[Order, Any] = {
    Order.DAY: _("Day first: 31/12/2026"),
    Order.MONTH: _("Month first: 12/31/2026"),
}


class UploadForm(forms.Form):
    """A file of posts."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # an empty one is told from one that was not chosen
        help_text=_("CSV or XLSX: up to 20 MB and 20,000 rows."),
        error_messages={"required": _("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )


class MappingForm(forms.Form):
    """Which column of an uploaded file is what, and what holds where a row does not say."""

    use_required_attribute = False  # a browser that stops here would also stop the preview

    order = forms.ChoiceField(label=_("Dates written in numbers"), choices=ORDERS.items())
    time = forms.TimeField(
        label=_("Time of rows with a day alone"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    state = forms.ChoiceField(
        label=_("Rows that do not say their state"),
        choices=[("scheduled", _("are scheduled at their time")), ("draft", _("become drafts"))],
        widget=forms.RadioSelect,
    )
    accounts = forms.MultipleChoiceField(
        label=_("Accounts of rows that name none"), required=False, widget=forms.CheckboxSelectMultiple
    )
    whole = forms.ChoiceField(
        label=_("If rows are wrong"),
        choices=[
            ("", _("import the others, and give me these back as a file")),
            ("whole", _("import nothing until every row is right")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, imported: PostImport, accounts: Accounts, *args: Any, may_schedule: bool, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(imported.mapping)
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((name, name) for name in imported.columns)]
        for field, words in columns.LABELS.items():
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=words, choices=choices, required=False, help_text=columns.HELP.get(field, "")
            )
        chosen: Any = self.fields["accounts"]
        chosen.choices = [(row.public_id, label(row)) for row in accounts.rows]
        if not accounts.rows:
            del self.fields["accounts"]
        if not may_schedule:
            del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(f"column_{field}") for field in (Field.TEXT, Field.TITLE, Field.MEDIA)):
            self.add_error(f"column_{Field.TEXT}", _("Choose the column that has the text."))
        return cleaned

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, as an import keeps it; of what is no choice, nothing. Call after is_valid()."""
        said = self.cleaned_data
        chosen = {str(field): said.get(f"column_{field}", "") for field in Field}
        at: time | None = said.get("time")
        return {
            "columns": {field: name for field, name in chosen.items() if name},
            "order": said.get("order", Order.DAY),
            "accounts": said.get("accounts", []),
            "schedule": said.get("state") == "scheduled",
            "time": f"{at:%H:%M}" if at else "",
            "whole": said.get("whole") == "whole",
        }


def _initial(said: dict[str, Any]) -> dict[str, Any]:
    initial = {f"column_{field}": name for field, name in said["columns"].items()}
    return initial | {
        "order": said["order"],
        "time": said["time"],
        "state": "scheduled" if said["schedule"] else "draft",
        "accounts": said["accounts"],
        "whole": "whole" if said["whole"] else "",
    }
