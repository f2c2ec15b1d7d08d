from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands.forms import VersionedForm, hours
from brands.models import Brand, BrandRole
from brands.roles import Need, Role, allows
from core import formats
from reports import periods, sharing
from reports.models import LANGUAGE_CHOICES, Decision, ReportRecipient, ReportWishes, WeeklyReport
from reports.weekly.writing import MOST, Settled, Wanted, decisions


class WeekForm(forms.Form):
    """Which week to draft."""

    day = forms.DateField(
        label=_("A day of the week"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Any day of it: a report goes from Monday to Sunday."),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brand = brand
        self.initial.setdefault("day", periods.last_week(periods.today_of(brand)).first)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year < 2000:
            raise forms.ValidationError(_("Write a day of this century."))
        if periods.week_of(day).last >= periods.today_of(self.brand):
            raise forms.ValidationError(_("That week is not over yet. Its report can be drafted on Monday."))
        return day


class WritingForm(VersionedForm):
    """Headline, conclusions and language; the rows of decisions are read by `wanted` and `settled`."""

    title = forms.CharField(
        label=_("headline"),
        required=False,
        max_length=160,
        help_text=_("What a director should remember. Left empty, the strongest finding stands there."),
    )
    conclusions = forms.CharField(
        label=_("conclusions"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What the numbers mean, and what they do not say. A blank line begins a paragraph."),
    )
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES)


class DecisionForm(forms.ModelForm[Decision]):
    """One row; its fields come as lists."""

    class Meta:
        model = Decision
        fields = ["what", "who", "until"]


def wanted(data: QueryDict) -> tuple[list[Wanted], list[str]]:
    """The decisions that stand in the form, and what is wrong with them; rows without a «what» are left out."""
    rows, wrong = [], []
    for key, what, who, until in _rows(data, "decision", "what", "who", "until"):
        if not what.strip():
            continue
        form = DecisionForm({"what": what, "who": who, "until": until})
        if form.is_valid():
            said = form.cleaned_data
            rows.append(Wanted(key, said["what"], said["who"], said["until"]))
        else:
            wrong += [str(error) for errors in form.errors.values() for error in errors]
    if len(rows) > MOST:
        wrong.append(str(_("A report has at most 30 decisions. What is too many is a list for another place.")))
    return rows, wrong


def typed(data: QueryDict) -> list[dict[str, str]]:
    """The rows of decisions exactly as somebody typed them: what is wrong is not lost."""
    names = ("decision", "what", "who", "until")
    return [dict(zip(("id", *names[1:]), row, strict=True)) for row in _rows(data, *names)]


def rows_of(report: WeeklyReport) -> list[dict[str, str]]:
    """The decisions of `report` as rows of the form."""
    return [
        {
            "id": one.public_id,
            "what": one.what,
            "who": one.who,
            "until": one.until.isoformat() if one.until else "",
        }
        for one in decisions(report)
    ]


def settled(data: QueryDict) -> list[Settled]:
    """What is said of earlier decisions; an outcome that does not exist is left out."""
    return [
        Settled(key, outcome, came.strip()[:300])
        for key, outcome, came in _rows(data, "former", "outcome", "came")
        if outcome in Decision.Outcome.values
    ]


def _rows(data: QueryDict, *names: str) -> Iterator[tuple[str, ...]]:
    return zip(*(data.getlist(name) for name in names), strict=False)


def first_values(report: WeeklyReport) -> dict[str, Any]:
    """What WritingForm begins with."""
    names = ("title", "conclusions", "language", "version")
    return {name: getattr(report, name) for name in names}


class WishesForm(forms.ModelForm[ReportWishes]):
    class Meta:
        model = ReportWishes
        fields = ["drafted", "automatic", "language"]
        help_texts = {
            "drafted": _("On Monday at 5:00 in the brand's zone, with the figures of the week before."),
            "automatic": _("At the first recipient's hour it is approved as it stands, also without conclusions."),
            "language": _("Of new reports. Each recipient gets it in their own."),
        }


class RecipientForm(forms.Form):
    """A member or an address, and how they want it."""

    who = forms.ChoiceField(label=_("who"), required=False)
    email = forms.EmailField(
        label=_("email"), required=False, help_text=_("Of somebody without an account here: a client, a director.")
    )
    name = forms.CharField(label=_("name"), required=False, max_length=120)
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES)
    weekday = forms.TypedChoiceField(label=_("day"), coerce=int)
    hour = forms.TypedChoiceField(label=_("hour"), coerce=int)
    pdf = forms.BooleanField(label=_("with the PDF"), required=False)
    xlsx = forms.BooleanField(label=_("with the workbook (XLSX)"), required=False)

    def __init__(self, *args: Any, brand: Brand, recipient: ReportRecipient | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brand, self.recipient = brand, recipient
        self.people = _people(brand)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _("Somebody else, by address")),
            *((user.public_id, user.display_name) for user in self.people.values()),
        ]
        self.fields["weekday"].choices = [(day, formats.long_weekday(day)) for day in range(1, 8)]  # type: ignore[attr-defined]
        self.fields["hour"].choices = hours()  # type: ignore[attr-defined]
        for name, value in {"weekday": 1, "hour": 9, "pdf": True, "language": "es"}.items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        user = self.people.get(data.get("who") or "")
        email = "" if user else (data.get("email") or "").lower()
        if not user and not email and not self.errors:
            raise forms.ValidationError(_("Choose a member, or write an address."))
        there = ReportRecipient.objects.exclude(pk=self.recipient.pk if self.recipient else None)
        taken = there.filter(user=user) if user else there.filter(email=email)
        if (user or email) and taken.exists():
            raise forms.ValidationError(_("They get the report already."))
        return {**data, "user": user, "email": email}

    @property
    def values(self) -> dict[str, Any]:
        """The columns of ReportRecipient."""
        names = ("user", "email", "name", "language", "weekday", "hour", "pdf", "xlsx")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def values_of(recipient: ReportRecipient) -> dict[str, Any]:
        """What the form of `recipient` begins with."""
        names = ("email", "name", "language", "weekday", "hour", "pdf", "xlsx")
        who = recipient.user.public_id if recipient.user else ""
        return {"who": who, **{name: getattr(recipient, name) for name in names}}


def _people(brand: Brand) -> dict[str, User]:
    """Members who may read reports, by public id."""
    roles = [role for role in Role.values if allows(role, Need.READ_REPORTS)]
    held = BrandRole.objects.filter(brand=brand, role__in=roles, member__user__is_active=True)
    rows = held.select_related("member__user").order_by("member__user__name", "pk")
    return {row.member.user.public_id: row.member.user for row in rows}


class LinkForm(forms.Form):
    """For whom, and for how long."""

    name = forms.CharField(label=_("for whom"), required=False, max_length=120)
    days = forms.TypedChoiceField(label=_("works for"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(days, _("%(n)s days") % {"n": days}) for days in sharing.DAYS]  # type: ignore[attr-defined]
        self.initial.setdefault("days", sharing.DAYS[1])
