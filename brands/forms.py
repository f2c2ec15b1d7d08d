from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms.boundfield import BoundField
from django.http import Http404
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in_forms import NEW_PASSWORD_HELP
from brands import places, webhooks
from brands.models import ApiToken, Brand, BrandRole, Department, Member, NoticeWishes, Way, Workspace
from brands.notice_wishes import Wishes
from brands.notices import Kind
from brands.roles import Role, may_grant
from core import clock, formats, zones
from core.http import Refused
from core.text import fold


def hours() -> list[tuple[int, str]]:
    """The hours of a day, as they are read."""
    day = datetime(2000, 1, 1, tzinfo=get_current_timezone())
    return [(hour, formats.time_of_day(day.replace(hour=hour))) for hour in range(24)]


class VersionedForm(forms.Form):
    """Carries the version that the writer saw, so that a save over something unseen is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WorkspaceForm(forms.ModelForm[Workspace], VersionedForm):
    class Meta:
        model = Workspace
        fields = ["name", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)


class BrandForm(forms.ModelForm[Brand]):
    """A new brand: the facts without which nothing can be heard or timed."""

    languages = forms.MultipleChoiceField(
        label=_("languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What its public writes in. Mentions in other languages are kept, and not scored."),
    )
    time_zone = forms.ChoiceField(label=_("time zone"), help_text=_("Days and hours on every page are of this zone."))
    country = forms.ChoiceField(label=_("country"))

    class Meta:
        model = Brand
        fields = ["name", "languages", "time_zone", "country"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speech = get_language() or "es"
        self.fields["languages"].choices = places.languages(speech)  # type: ignore[attr-defined]
        self.fields["country"].choices = places.countries(speech)  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zones.choices()  # type: ignore[attr-defined]


class ProfileForm(BrandForm, VersionedForm):
    """The brand's facts and look. Handles are typed one a line, «network handle»."""

    logo_file = forms.FileField(
        label=_("Logo"), required=False, help_text=_("PNG, JPEG, WebP or GIF, up to 5 MB. Square looks best.")
    )
    handles_text = forms.CharField(
        label=_("handles"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, the network first: «mastodon @lumbre@mastodon.example»."),
    )

    class Meta(BrandForm.Meta):
        fields = [*BrandForm.Meta.fields, "colour"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault(
            "handles_text", "\n".join(f"{h['network']} {h['handle']}" for h in self.instance.handles)
        )
        self.initial.setdefault("version", self.instance.version)

    def clean_handles_text(self) -> list[dict[str, str]]:
        handles = []
        for line in self.cleaned_data["handles_text"].splitlines():
            network, _sep, handle = line.strip().partition(" ")
            if not network:
                continue
            if not handle.strip():
                raise forms.ValidationError(
                    _("«%(line)s» names no handle. Write the network first: «mastodon @lumbre@mastodon.example»."),
                    params={"line": line.strip()},
                )
            handles.append({"network": network.lower()[:40], "handle": handle.strip()[:200]})
        return handles

    def changes(self) -> dict[str, Any]:
        """The columns that brands.profile.update takes."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("name", "languages", "time_zone", "country", "colour")},
            "handles": data["handles_text"],
        }


class DepartmentForm(forms.ModelForm[Department]):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Department
        fields = ["name", "handles_what", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Department.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if fold(name) in {fold(other) for other in others}:
            raise forms.ValidationError(_("There is a department with that name already."))
        return name


class TokenForm(forms.Form):
    """A token for a program: what it is called, what it may do, how long it lives."""

    name = forms.CharField(
        label=_("name"), max_length=60, help_text=_("What uses it. The history shows it beside your name.")
    )
    scope = forms.ChoiceField(
        label=_("what it may do"), choices=ApiToken.Scope.choices, widget=forms.RadioSelect, initial=ApiToken.Scope.READ
    )
    days = forms.TypedChoiceField(
        label=_("expires"),
        coerce=int,
        initial=90,
        choices=[(30, _("in 30 days")), (90, _("in 90 days")), (365, _("in a year")), (0, _("never"))],
    )

    def expires_at(self) -> datetime | None:
        """When the token ends; None for never."""
        days: int = self.cleaned_data["days"]
        return clock.now() + timedelta(days=days) if days else None


class WebhookForm(forms.Form):
    """Whom to tell of what."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("name"), max_length=60, help_text=_("Who is told. The history shows it."))
    address = forms.CharField(
        label=_("address"),
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
        help_text=_("What happens is posted there as JSON. It must be reachable from the internet."),
    )
    events = forms.MultipleChoiceField(label=_("events"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = webhooks.known_events()
        self.fields["events"].choices = list(known.items())  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        try:
            return webhooks.check_address(self.cleaned_data["address"])
        except Refused as error:
            raise forms.ValidationError(gettext(error.detail)) from error

    def changes(self) -> dict[str, Any]:
        """The columns that brands.webhooks.edit takes."""
        return {name: self.cleaned_data[name] for name in ("name", "address", "events")}


class NoticeWishesForm(forms.ModelForm[NoticeWishes]):
    """How a person is told: for each kind at the bell and by mail, then hours and digests."""

    quiet = forms.BooleanField(label=_("Keep quiet hours"), required=False)
    quiet_from = forms.TypedChoiceField(label=_("from"), coerce=int, choices=hours, initial=22)
    quiet_until = forms.TypedChoiceField(label=_("until"), coerce=int, choices=hours, initial=8)
    digest_hour = forms.TypedChoiceField(label=_("hour of the daily digest"), coerce=int, choices=hours)
    urgent_any_time = forms.BooleanField(
        label=_("Urgent mail may come in quiet hours"),
        required=False,
        help_text=_("A post that failed, an account that broke: what waits for nobody."),
    )

    class Meta:
        model = NoticeWishes
        fields = ["digest", "digest_hour", "quiet_from", "quiet_until", "urgent_any_time"]
        widgets: ClassVar[dict[str, Any]] = {"digest": forms.RadioSelect}
        labels: ClassVar[dict[str, Any]] = {"digest": _("how often")}

    def __init__(self, data: Any = None, *, kinds: list[Kind], wishes: Wishes) -> None:
        super().__init__(data, instance=wishes.row)
        self.kinds = kinds
        self.initial["quiet"] = wishes.row.quiet_from is not None
        if not self.initial["quiet"]:
            del self.initial["quiet_from"], self.initial["quiet_until"]
        for kind in kinds:
            bell, mail = wishes.bell(kind.usual), wishes.mail(kind.usual)
            self.fields[f"bell:{kind.name}"] = forms.BooleanField(label=_("bell"), required=False, initial=bell)
            self.fields[f"mail:{kind.name}"] = forms.ChoiceField(label=_("mail"), choices=Way.choices, initial=mail)

    def rows(self) -> list[tuple[Kind, BoundField, BoundField]]:
        """For the table: each kind with its two fields."""
        return [(kind, self[f"bell:{kind.name}"], self[f"mail:{kind.name}"]) for kind in self.kinds]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("quiet"):
            return cleaned | {"quiet_from": None, "quiet_until": None}
        if self.errors:
            return cleaned
        if cleaned["quiet_from"] == cleaned["quiet_until"]:
            self.add_error("quiet_until", _("Quiet hours begin and end at the same hour. Choose another end."))
        elif cleaned["digest"] == NoticeWishes.Digest.DAILY and _within(
            cleaned["digest_hour"], cleaned["quiet_from"], cleaned["quiet_until"]
        ):
            self.add_error("digest_hour", _("This hour is one of your quiet hours. Choose another one."))
        return cleaned

    def wished(self) -> NoticeWishes:
        """The row as the form says, not saved: kinds that are left as usual are not written down."""
        row: NoticeWishes = self.instance
        for kind in self.kinds:
            wanted = {way: self.cleaned_data[f"{way}:{kind.name}"] for way in ("bell", "mail")}
            row.kinds.pop(kind.name, None)
            if wanted != {"bell": True, "mail": kind.usual.mail}:
                row.kinds[kind.name] = wanted
        return row


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("email"))
    role = forms.ChoiceField(label=_("role"))
    language = forms.ChoiceField(label=_("language of the invitation"), choices=[("es", "Español"), ("en", "English")])

    def __init__(self, *args: Any, granter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("role", Role.COMMUNITY)  # first in the list is the owner: nobody is made one in a hurry
        self.fields["role"].choices = grantable(granter)  # type: ignore[attr-defined]


class RoleForm(VersionedForm):
    role = forms.ChoiceField(label=_("role"))

    def __init__(self, *args: Any, granter: str, held: BrandRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = grantable(granter)  # type: ignore[attr-defined]
        self.initial.setdefault("role", held.role)
        self.initial.setdefault("version", held.version)


class OwnChoiceField(forms.ModelChoiceField[Any]):
    """A choice among rows of one's own. Any other id is a stranger's: 404, as it would be in an address."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise Http404 from error


class TransferForm(forms.Form):
    """To whom the workspace goes: members other than its owner."""

    to = OwnChoiceField(label=_("New owner"), queryset=Member.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = workspace.members.exclude(user_id=workspace.owner_id).select_related("user")
        field.label_from_instance = lambda member: str(member.user)  # type: ignore[method-assign, assignment]


class TypedNameForm(forms.Form):
    """Deletion asks for the name, typed: nobody deletes the wrong thing in a hurry."""

    typed_name = forms.CharField(label=_("Write its name to confirm"))

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed_name(self) -> str:
        typed: str = self.cleaned_data["typed_name"].strip()
        if fold(typed) != fold(self.name.strip()):
            raise forms.ValidationError(
                _("That is not its name. To delete it write «%(name)s»."), params={"name": self.name}
            )
        return typed


class NewAccountForm(forms.Form):
    """Who was invited and has no account yet makes one: the address is the invitation's and cannot be changed."""

    name = forms.CharField(label=_("your name"), max_length=120)
    password = forms.CharField(
        label=_("password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=NEW_PASSWORD_HELP,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class GrantForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        min_length=10,
        max_length=300,
        help_text=_("The brand's team reads this in its history."),
    )


def grantable(granter: str) -> list[tuple[str, str]]:
    """Roles that somebody with the role `granter` may give."""
    return [(role.value, str(role.label)) for role in Role if may_grant(granter, role)]


def _within(hour: int, start: int, end: int) -> bool:
    return start <= hour < end if start < end else hour >= start or hour < end
