from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.forms import VersionedForm
from monitoring import sources
from monitoring.models import Source
from monitoring.models.source import POLL_MINUTES
from networks.errors import Gone, NetworkError, NotAllowed, Unavailable
from networks.types import Found

FEED = "feed"


class AddressForm(forms.Form):
    """An address as people type it. Validating it looks at what is there: `found` holds the feeds, best first."""

    address = forms.CharField(
        label=_("Address of a blog, a news site or a feed"),
        max_length=500,
        help_text=_("Paste the page's address; we find its feed."),
        error_messages={"required": _("Paste the address of a page or a feed.")},
        widget=forms.TextInput(
            attrs={"placeholder": "https://blog.example", "inputmode": "url", "autocapitalize": "none"}
        ),
    )

    found: list[Found]

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"].strip()
        address = typed if "://" in typed else f"https://{typed}"
        try:
            self.found = sources.discover(FEED, address)
        except NetworkError as error:
            raise forms.ValidationError(_not_found(error, address)) from error
        if not self.found:
            raise forms.ValidationError(
                _("There is no feed at %(address)s. Look for an RSS or Atom link on the site and paste that.")
                % {"address": address}
            )
        return address

    def chosen(self, addresses: Collection[str]) -> list[Found]:
        """What to listen to: those of `addresses` that were found, or the only one there is."""
        if addresses:
            return [found for found in self.found if found.address in addresses]
        return self.found if len(self.found) == 1 else []


def _not_found(error: NetworkError, address: str) -> str:
    if isinstance(error, Gone):
        pattern = _("There is nothing at %(address)s. Check the address for a mistyped letter.")
    elif isinstance(error, NotAllowed):
        pattern = _("%(address)s does not let us in. Ask whoever runs it, or try the feed's own address.")
    elif isinstance(error, Unavailable):
        pattern = _("%(address)s does not answer. Check the address, or try again in a few minutes.")
    else:
        pattern = _("We cannot listen to %(address)s. Paste the public address of a page or a feed.")
    return pattern % {"address": address}


class SourceForm(VersionedForm):
    """What people set on a source."""

    title = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("Empty: as it calls itself."))
    poll_minutes = forms.IntegerField(
        label=_("Minutes between polls"),
        min_value=5,
        max_value=1440,
        initial=POLL_MINUTES,
        help_text=_("The shortest pause. A source that has been silent for days is asked less often."),
    )

    @classmethod
    def of(cls, source: Source) -> SourceForm:
        """The form as it stands for `source`."""
        shown = {"title": source.title, "poll_minutes": source.poll_minutes, "version": source.version}
        return cls(initial=shown)

    @classmethod
    def words(cls) -> dict[str, Any]:
        """A word for each column, for the page of a conflict."""
        return {name: field.label for name, field in cls.base_fields.items() if name != "version"}


class RetentionForm(VersionedForm):
    """How many months a brand keeps what nobody touched."""

    months = forms.IntegerField(
        label=_("Months to keep mentions"),
        min_value=1,
        max_value=120,
        help_text=_("13 gives a year to compare with, and a month to look at it."),
    )
