from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels import explaining
from channels.models import Account
from networks.accounts import Asked, Joinable
from networks.errors import NetworkError

_ADDRESSES = frozenset({"instance", "site", "server", "base", "address", "url"})
_NAMES = frozenset({"handle", "name", "user", "username", "identifier", "login"})
"""What connectors call where an account is and who it is: filled in where it is connected again."""


class ConnectForm(forms.Form):
    """What a network asks for to sign an account in: its fields are the network's."""

    def __init__(self, network: Joinable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: Sequence[Asked] = network.asks
        self.fields.update({asked.name: _field(asked) for asked in self.asked})

    def blame(self, error: NetworkError) -> None:
        """Say what went wrong beside the field that it is most likely about."""
        secret = explaining.concerns_secret(error)
        named = [asked.name for asked in self.asked if asked.secret is secret] or [a.name for a in self.asked]
        self.add_error(named[0] if named else None, explaining.typed(error))

    @staticmethod
    def known_of(account: Account) -> dict[str, str]:
        """What need not be typed again."""
        return dict.fromkeys(_ADDRESSES, account.base) | dict.fromkeys(_NAMES, account.handle.removeprefix("@"))


def _field(asked: Asked) -> forms.CharField:
    attributes = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
    if asked.example:
        attributes["placeholder"] = asked.example
    widget: forms.Widget = forms.TextInput(attrs=attributes)
    if asked.secret:  # never the password that the browser keeps for cmhub
        widget = forms.PasswordInput(attrs=attributes | {"autocomplete": "new-password"})
    return forms.CharField(
        label=_(asked.label),
        help_text=_(asked.help) if asked.help else "",
        required=not asked.optional,
        max_length=500,
        widget=widget,
    )


class HandForm(forms.Form):
    """An account that people publish on themselves: nothing is asked of the network."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As your team calls it."))
    handle = forms.CharField(
        label=_("Handle"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "placeholder": "@marca"}),
    )
    url = forms.URLField(
        label=_("Address of its page"),
        max_length=300,
        required=False,
        help_text=_("Whoever publishes opens it from the notice."),
        widget=forms.URLInput(attrs={"autocapitalize": "none", "placeholder": "https://"}),
    )

    def clean_handle(self) -> str:
        handle: str = self.cleaned_data["handle"].strip()
        return f"@{handle.lstrip('@')}" if handle.lstrip("@") else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given["handle"] or given["url"]):
            self.add_error("handle", _("Write its handle or the address of its page: that is how it is told apart."))
        return given
