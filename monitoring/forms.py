from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from monitoring.finding import Finding, NothingFound, find
from monitoring.matching import QueryError, parse
from monitoring.models import Source, Topic
from monitoring.models.source import POLL_MINUTES
from networks import registry
from networks.types import Found

FEED = "feed"


def _networks() -> list[tuple[str, Any]]:
    return [("", _("See from the address")), *((one.key, one.name) for one in registry.discoverers())]


class AddressForm(forms.Form):
    """An address as people type it. Validating it looks at what is there: `finding` holds the sources, best first."""

    address = forms.CharField(
        label=_("What to listen to"),
        max_length=500,
        help_text=_("The address of a page, a hashtag with its instance, or an account."),
        error_messages={"required": _("Paste the address of a page, a hashtag with its instance, or an account.")},
        widget=forms.TextInput(
            attrs={
                "placeholder": _("https://blog.example · #café mastodon.social · @marca.bsky.social"),
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    network = forms.ChoiceField(label=_("Network"), choices=_networks, required=False)
    keep = forms.ChoiceField(
        label=_("What to keep"),
        choices=Source.Keep.choices,
        required=False,
        initial=Source.Keep.EVERYTHING,
        widget=forms.RadioSelect,
    )

    finding: Finding

    def clean_keep(self) -> str:
        return something_is_kept(self.cleaned_data["keep"])

    def clean(self) -> dict[str, Any]:
        """Look at what is there, unless something is wrong already."""
        given = super().clean() or {}
        if not self.errors:
            try:
                self.finding = find(given["address"].strip(), given["network"])
            except NothingFound as nothing:
                self.add_error("address", nothing.message)
        return given

    @property
    def kept(self) -> str:
        """What to keep of the new sources."""
        return self.cleaned_data["keep"] or Source.Keep.EVERYTHING

    def show_finding(self) -> None:
        """Let the form say which network the address was taken for, so that a person can name another one."""
        self.data = {**self.cleaned_data, "network": self.finding.network, "keep": self.kept}

    def chosen(self, addresses: Collection[str]) -> list[Found]:
        """What to listen to: those of `addresses` that were found. Without a choice the only feed there is; whatever
        else was found is shown before it is added."""
        found = self.finding.found
        if addresses:
            return [one for one in found if one.address in addresses]
        return found if len(found) == 1 and self.finding.network == FEED else []


class WordsForm(forms.Form):
    """Words that an account searches."""

    words = forms.CharField(max_length=200, error_messages={"required": _("Write at least one word to look for.")})


class StreamForm(VersionedForm):
    """What people set on the source of a stream."""

    title = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("Empty: as it calls itself."))

    @classmethod
    def of(cls, source: Source) -> Self:
        """The form as it stands for `source`."""
        return cls(initial={name: getattr(source, name) for name in cls.base_fields})

    @classmethod
    def words(cls) -> dict[str, Any]:
        """A word for each column, for the page of a conflict."""
        return {name: field.label for name, field in cls.base_fields.items() if name != "version"}


class SourceForm(StreamForm):
    """What people set on a source that is polled."""

    poll_minutes = forms.IntegerField(
        label=_("Minutes between polls"),
        min_value=5,
        max_value=1440,
        initial=POLL_MINUTES,
        help_text=_("The shortest pause. A source that has been silent for days is asked less often."),
    )
    keep = forms.ChoiceField(
        label=_("What to keep"),
        choices=Source.Keep.choices,
        help_text=_("From now on. What is there already stays."),
    )

    def clean_keep(self) -> str:
        return something_is_kept(self.cleaned_data["keep"])


def something_is_kept(keep: str) -> str:
    """`keep` itself, unless nothing at all would be kept. Call in a brand's scope."""
    if keep == Source.Keep.MATCHING and not Topic.objects.exists():
        raise forms.ValidationError(_("There is no topic yet, so nothing would be kept. Add a topic first."))
    return keep


class RetentionForm(VersionedForm):
    """How many months a brand keeps what nobody touched."""

    months = forms.IntegerField(
        label=_("Months to keep mentions"),
        min_value=1,
        max_value=120,
        help_text=_("13 gives a year to compare with, and a month to look at it."),
    )


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
