"""How every form is drawn: label above, help below, the error in the place of the help."""

from __future__ import annotations

from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Widget

CONTROL_CSS = {
    "select": "form-select",
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "range": "form-range",
    "hidden": "",
}


class Field(BoundField):
    """A bound field whose control wears the product's class and points at its help, or at its error instead."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's attributes, and the class that Tabler knows for this kind of control."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        css = CONTROL_CSS.get(getattr(widget, "input_type", ""), "form-control")
        if css:
            own = str(built.get("class") or widget.attrs.get("class") or "")
            built["class"] = f"{own} {css}".strip()
        return built

    @property
    def aria_describedby(self) -> str | None:
        """The id of the error, else of the help."""
        described = super().aria_describedby
        return f"{self.auto_id}_error" if described and self.errors else described


class Renderer(TemplatesSetting):
    """Set as FORM_RENDERER: {{ form }} and {{ form.name.as_field_group }} come out as in /design/."""

    form_template_name = "components/_form.html"
    field_template_name = "components/_field.html"
    bound_field_class = Field
