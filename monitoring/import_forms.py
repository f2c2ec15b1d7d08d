from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.sheets.moments import Order
from monitoring.importing import labels
from monitoring.importing.columns import Field
from monitoring.models import Import
from networks import names


class UploadForm(forms.Form):
    """A file of mentions."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # an empty one is told from one that was not chosen
        help_text=_("CSV or XLSX, as other suites export mentions: up to 50 MB and 100,000 rows."),
        error_messages={"required": _("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )


class MappingForm(forms.Form):
    """Which column of an uploaded file is what. Its columns are the choices."""

    use_required_attribute = False  # a browser that stops here would also stop the preview

    def __init__(self, imported: Import, *args: Any, **kwargs: Any) -> None:
        said = imported.mapping
        initial = {f"column_{field}": name for field, name in said["columns"].items()}
        kwargs["initial"] = initial | {"order": said["order"], "network": said["network"]}
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((name, name) for name in imported.columns)]
        for field, label in labels.FIELDS.items():
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=label, choices=choices, required=field == Field.DATE, help_text=labels.HELP.get(field, "")
            )
        said_when = self.fields[f"column_{Field.DATE}"]
        said_when.error_messages["required"] = _("Choose the column that says when it was posted.")
        self.fields["order"] = forms.ChoiceField(label=_("Dates written in numbers"), choices=labels.ORDERS.items())
        networks = [("", _("By their address, else Web")), *names.NAMES.items()]
        self.fields["network"] = forms.ChoiceField(
            label=_("Rows that name no network"),
            choices=[choice for choice in networks if choice[0] != "import"],
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("column_text") or cleaned.get("column_title")):
            self.add_error("column_text", _("Choose the column that has the text, or one for the title."))
        return cleaned

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, as an import keeps it; of what is no choice, nothing. Call after is_valid()."""
        chosen = {str(field): self.cleaned_data.get(f"column_{field}", "") for field in Field}
        return {
            "columns": {field: name for field, name in chosen.items() if name},
            "order": self.cleaned_data.get("order", Order.DAY),
            "network": self.cleaned_data.get("network", ""),
        }
