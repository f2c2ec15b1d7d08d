"""Fields and choices of an import in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.sheets.moments import Order
from monitoring.importing.columns import Field

FIELDS: dict[Field, Any] = {
    Field.TEXT: _("Text"),
    Field.TITLE: _("Title"),
    Field.DATE: _("Date"),
    Field.TIME: _("Time, in a column of its own"),
    Field.ADDRESS: _("Address"),
    Field.NETWORK: _("Network"),
    Field.AUTHOR: _("Author"),
    Field.HANDLE: _("Handle"),
    Field.FOLLOWERS: _("Followers"),
    Field.REACH: _("Reach"),
    Field.LANGUAGE: _("Language"),
    Field.ID: _("Id of the mention"),
    Field.TAGS: _("Tags"),
}
HELP: dict[Field, Any] = {
    Field.TEXT: _("What was said. A row needs a text or a title."),
    Field.DATE: _("When it was posted, with its time where the column has it."),
    Field.ADDRESS: _("Tells mentions apart, and leads to the original."),
    Field.LANGUAGE: _("A hint: the language is found in the text."),
    Field.ID: _("Tells mentions apart where two suites name the same one."),
    Field.TAGS: _("Tagged mentions stay when old ones are deleted."),
}
ORDERS: dict[Order, Any] = {
    Order.DAY: _("Day first: 31/12/2026"),
    Order.MONTH: _("Month first: 12/31/2026"),
}
