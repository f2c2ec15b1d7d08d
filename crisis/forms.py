from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from brands.models import Brand, BrandRole, Member
from calendar_app.catching import Scope
from channels.models import Account
from crisis.models import Incident, Watch
from monitoring.models import Topic
from networks.naming import network_name


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


class IncidentForm(VersionedForm):
    """What an incident is, how bad, and who leads. `brand` must be in scope."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give it a name.")})
    level = forms.ChoiceField(label=_("Level"), choices=Incident.Level.choices, initial=Incident.Level.ALERT)
    lead = forms.ChoiceField(label=_("Who leads"), required=False)
    topic = forms.ChoiceField(
        label=_("Topic"), required=False, help_text=_("Its mentions are followed on the page of the incident.")
    )
    summary = forms.CharField(
        label=_("What is known"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facts that are checked, in one or two sentences."),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members_of(brand)
        self.topics = {topic.public_id: topic for topic in Topic.objects.order_by("sort_key")}
        _choose(self.fields["lead"], _("Nobody yet"), self.members)
        _choose(self.fields["topic"], _("None"), self.topics)

    @property
    def values(self) -> dict[str, Any]:
        """Columns of an incident."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("title", "level", "summary")}
        return plain | {"lead": self.members.get(said["lead"]), "topic": self.topics.get(said["topic"])}

    @staticmethod
    def values_of(incident: Incident) -> dict[str, Any]:
        said = {name: getattr(incident, name) for name in ("title", "level", "summary", "version")}
        said["lead"] = incident.lead.public_id if incident.lead else ""
        return said | {"topic": incident.topic.public_id if incident.topic else ""}


class TaskForm(forms.Form):
    """Something to do. `brand` must be in scope, and its zone in force."""

    text = forms.CharField(label=_("What"), max_length=200, error_messages={"required": _("Say what is to be done.")})
    who = forms.ChoiceField(label=_("Who"), required=False)
    due_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members_of(brand)
        _choose(self.fields["who"], _("Nobody yet"), self.members)


class NoteForm(forms.Form):
    """Something for the timeline."""

    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write something first.")},
    )


class LessonForm(forms.Form):
    """What was learnt."""

    lesson = forms.CharField(
        label=_("Lesson"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What will you do otherwise next time? It stays with the incident."),
        error_messages={"required": _("Say what was learnt, even if it is that all went as planned.")},
    )


class HoldForm(forms.Form):
    """What is held. `brand` must be in scope."""

    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=300,
        help_text=_("Separated by commas; one of them is enough. «oat» also finds «oats» and «#OatMilk»."),
    )
    networks = forms.MultipleChoiceField(label=_("Networks"), required=False, widget=forms.CheckboxSelectMultiple)
    accounts = forms.MultipleChoiceField(label=_("Accounts"), required=False, widget=forms.CheckboxSelectMultiple)
    campaign = forms.CharField(label=_("Campaign"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = list(Account.objects.order_by("network", "name"))
        networks: Any = self.fields["networks"]
        networks.choices = [(key, network_name(key)) for key in dict.fromkeys(one.network for one in there)]
        accounts: Any = self.fields["accounts"]
        accounts.choices = [(one.public_id, f"{network_name(one.network)} · {one}") for one in there]
        for name in [name for name in ("networks", "accounts") if not there]:
            del self.fields[name]

    @property
    def scope(self) -> Scope:
        said = self.cleaned_data
        words = tuple(dict.fromkeys(word.strip() for word in said["words"].split(",") if word.strip()))
        networks, accounts = (tuple(said.get(name, ())) for name in ("networks", "accounts"))
        return Scope(words, networks, accounts, said["campaign"].strip())


def members_of(brand: Brand) -> dict[str, Member]:
    """The people of `brand` by their public id."""
    roles = BrandRole.objects.filter(brand=brand).select_related("member__user").order_by("member__user__name")
    return {role.member.public_id: role.member for role in roles}


def _choose(field: Any, nobody: Any, from_: dict[str, Any]) -> None:
    field.choices = [("", nobody), *((key, _name(one)) for key, one in from_.items())]


def _name(one: Any) -> str:
    return one.user.display_name if isinstance(one, Member) else str(one)
