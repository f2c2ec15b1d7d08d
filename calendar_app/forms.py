from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from brands.models import Brand
from calendar_app import public_holidays, recurrence
from calendar_app.models import Post, PublishingRules
from calendar_app.models.planning import CUT_OFF_MINUTES
from calendar_app.recurrence import Every, Wish
from calendar_app.views.chips import named
from channels.models import Account
from core import formats

UTM = ("source", "medium", "campaign")


class SlotForm(forms.Form):
    """A time on some days of the week, for one account or for all. `brand` must be in scope."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    account = forms.ChoiceField(label=_("Account"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {account.public_id: account for account in Account.objects.order_by("network", "name")}
        chosen: Any = self.fields["account"]
        chosen.choices = [("", _("Any account")), *((key, named(one)) for key, one in self.accounts.items())]
        days: Any = self.fields["weekdays"]
        days.choices = [(n, formats.long_weekday(n + 1).capitalize()) for n in range(7)]


class RulesForm(VersionedForm):
    """How the brand publishes: how late a post may be, whose holidays count, what links are marked with."""

    cut_off_minutes = forms.IntegerField(
        label=_("Minutes a post may be late"),
        initial=CUT_OFF_MINUTES,
        min_value=5,
        max_value=1440,
        help_text=_("A post that could not go out in this time is not sent any more: a person decides."),
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        help_text=_("Its public holidays stand in the calendar, beside those of the country."),
    )
    source = forms.CharField(label=_("UTM source"), max_length=60, required=False)
    medium = forms.CharField(label=_("UTM medium"), max_length=60, required=False)
    campaign = forms.CharField(
        label=_("UTM campaign"),
        max_length=60,
        required=False,
        help_text=_("Links of new posts are marked with these. {network} and {campaign} stand for the post’s own."),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: Any = self.fields["region"]
        region.choices = [("", _("The whole country")), *public_holidays.regions(brand.country)]

    @staticmethod
    def values_of(rules: PublishingRules) -> dict[str, Any]:
        """What the form begins with."""
        marks = {name: rules.utm.get(name, "") for name in UTM}
        return {"cut_off_minutes": rules.cut_off_minutes, "region": rules.region, "version": rules.version, **marks}

    @property
    def changes(self) -> dict[str, Any]:
        """The columns of PublishingRules, after validation."""
        given = self.cleaned_data
        utm = {name: given[name] for name in UTM if given[name]}
        return {"cut_off_minutes": given["cut_off_minutes"], "region": given["region"], "utm": utm}


class RepeatForm(forms.Form):
    """How a post comes again. `rule` is the RRULE, after validation."""

    every = forms.ChoiceField(label=_("Repeat"), widget=forms.RadioSelect, initial=Every.WEEK)
    interval = forms.IntegerField(label=_("How many days, weeks or months apart"), initial=1, min_value=1, max_value=99)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For “every week”; without any it is the day of the post."),
    )
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    count = forms.IntegerField(
        label=_("Or so many times"),
        required=False,
        min_value=2,
        max_value=recurrence.MOST,
        help_text=_("Without either it goes on until you stop it."),
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        every: Any = self.fields["every"]
        every.choices = [(kind, self._words(kind)) for kind in Every] if post.wall_date else []
        days: Any = self.fields["weekdays"]
        days.choices = [(n, formats.long_weekday(n + 1).capitalize()) for n in range(7)]

    def _words(self, kind: Every) -> str:
        if kind is Every.WEEK:
            return gettext("Every week, on the days below")
        assert self.post.wall_date is not None
        plain = recurrence.rule(Wish(kind, self.post.wall_date))
        return recurrence.words(plain, self.post.wall_date).rpartition(",")[0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (self.post.wall_date and self.post.wall_time):
            raise forms.ValidationError(
                gettext("This post has no day and time yet. Give it one first: it is the first.")
            )
        if given.get("until") and given.get("count"):
            self.add_error("count", gettext("Choose one end: a day, or how many times."))
        if given.get("until") and given["until"] <= self.post.wall_date:
            self.add_error("until", gettext("Choose a day after that of the post."))
        return given

    @property
    def rule(self) -> str:
        given, first = self.cleaned_data, self.post.wall_date
        assert first is not None
        ends = {"until": given["until"], "count": given["count"] or 0}
        return recurrence.rule(Wish(Every(given["every"]), first, given["interval"], tuple(given["weekdays"]), **ends))
