from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from monitoring.matching import QueryError, parse
from monitoring.matching.lexer import MAX_CHARACTERS
from monitoring.models import Topic


class QueryField(forms.CharField):
    """A query as it is typed. `mistake` of the form says where it cannot be understood."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"rows": 4, "autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(strip=False, widget=forms.Textarea(attrs=attributes), **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send lines that end in two characters; places are counted as people see them."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class TopicForm(forms.Form):
    """What people set on a topic."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Topic.Kind.choices)
    query = QueryField(
        label=_("What to look for"),
        help_text=_("Words, “phrases”, AND OR NOT in capitals. Up to %(most)d characters.") % {"most": MAX_CHARACTERS},
        error_messages={"required": _("Write at least one word to look for.")},
    )

    mistake: QueryError | None = None
    mistaken = ""
    """What `mistake` counts its places in."""

    def clean_query(self) -> str:
        typed: str = self.cleaned_data["query"]
        try:
            parse(typed)
        except QueryError as error:
            self.mistake, self.mistaken = error, typed
            raise forms.ValidationError(error.message) from error
        return typed.strip()

    def take_name(self, topic: Topic) -> None:
        """Say that `topic` has the name already."""
        self.add_error("name", _("There is a topic “%(name)s” already. Choose another name.") % {"name": topic})

    @classmethod
    def words(cls) -> dict[str, Any]:
        """A word for each column, for the page of a conflict."""
        return {name: field.label for name, field in cls.base_fields.items() if name != "version"}


class EditTopicForm(TopicForm, VersionedForm):
    """The same, over what somebody saw."""

    @classmethod
    def of(cls, topic: Topic) -> EditTopicForm:
        """The form as it stands for `topic`."""
        return cls(initial={name: getattr(topic, name) for name in ("name", "kind", "query", "version")})
