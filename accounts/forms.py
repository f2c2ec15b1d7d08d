from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import zones


class PreferencesForm(forms.ModelForm[User]):
    """What a person sets for themselves alone."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zones.choices,
        help_text=_("Quiet hours and digests follow it. Inside a brand its own zone counts, for the whole team."),
    )

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "theme", "shortcuts")


class FirstPersonForm(forms.Form):
    """Who sets up an empty installation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label=_("Email address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Four words that have nothing to do with each other work well."),
    )
    code = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned:
            person = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(cleaned["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
