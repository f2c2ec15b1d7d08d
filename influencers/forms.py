from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from brands.models import Brand, BrandRole, Member
from influencers.models import Person
from monitoring.models import Author
from networks.names import NAMES
from networks.naming import network_name

_PLAIN = ("name", "kind", "origin", "next_step", "next_on", "notes")


class PersonForm(VersionedForm):
    """A card. `brand` must be in scope."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Say what the person is called.")}
    )
    kind = forms.ChoiceField(label=pgettext_lazy("of person", "Kind"), choices=Person.Kind.choices)
    owner = forms.ChoiceField(label=_("Who keeps in touch"), required=False)
    next_step = forms.CharField(
        label=_("Next step"), required=False, max_length=200, help_text=_("«Send the samples», «Ask for a date».")
    )
    next_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that morning who keeps in touch is told; without anybody, the team."),
    )
    origin = forms.ChoiceField(
        label=_("Where the data comes from"),
        choices=Person.Origin.choices,
        help_text=_("Whoever asks what you hold about them has a right to know."),
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person may ask to read this."),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members_of(brand)
        owner: Any = self.fields["owner"]
        owner.choices = [("", _("Nobody yet")), *((key, one.user.display_name) for key, one in self.members.items())]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("next_on") and not said.get("next_step"):
            self.add_error("next_step", gettext("Say what is to be done on that day."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        """Columns of a person."""
        said = self.cleaned_data
        return {name: said[name] for name in _PLAIN} | {"owner": self.members.get(said["owner"])}

    @staticmethod
    def values_of(person: Person) -> dict[str, Any]:
        said = {name: getattr(person, name) for name in (*_PLAIN, "version")}
        return said | {"owner": person.owner.public_id if person.owner else ""}

    @classmethod
    def words(cls) -> dict[str, Any]:
        """Column → label."""
        return {name: field.label for name, field in cls.base_fields.items() if name != "version"}


class HandleForm(forms.Form):
    """What a network calls somebody. The brand must be in scope."""

    network = forms.ChoiceField(label=_("Network"))
    handle = forms.CharField(
        label=_("Handle"), max_length=200, error_messages={"required": _("Write the handle, like @ana.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = networks()  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """What somebody agreed to."""

    what = forms.CharField(
        label=_("To what"),
        max_length=200,
        help_text=_("«We may show her photo of the terrace»."),
        error_messages={"required": _("Say to what the person agreed.")},
    )
    how = forms.CharField(
        label=pgettext_lazy("consent", "How"),
        max_length=200,
        help_text=_("«By direct message on Instagram»."),
        error_messages={"required": _("Say how: that is what proves it.")},
    )
    given_on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class EraseForm(forms.Form):
    """A confirmation that is typed: there is no way back."""

    typed = forms.CharField(max_length=200, error_messages={"required": _("Write the name first: nothing was erased.")})

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word = word
        self.fields["typed"].label = gettext("Write «%(word)s» to confirm") % {"word": word}

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip()
        if typed.casefold() != self.word.casefold():
            raise forms.ValidationError(gettext("That is not it: nothing was erased."))
        return typed


def members_of(brand: Brand) -> dict[str, Member]:
    """The people of `brand` by their public id."""
    roles = BrandRole.objects.filter(brand=brand).select_related("member__user").order_by("member__user__name")
    return {role.member.public_id: role.member for role in roles}


def networks() -> list[tuple[str, str]]:
    """Networks that a handle can be of, those first on which the brand has heard somebody."""
    heard = Author.objects.order_by("network").values_list("network", flat=True).distinct()
    keys = dict.fromkeys([*heard, *sorted(NAMES)])
    return [(key, network_name(key)) for key in keys]
