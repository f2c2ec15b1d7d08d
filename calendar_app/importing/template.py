"""The file that people fill in: the columns in their language, rows that show how, and which accounts there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.models import Brand
from calendar_app.importing.columns import LABELS, Field
from channels.models import Account
from channels.naming import label
from core import clock
from core.sheets.table import Cell
from networks.naming import network_name

_FIRST = timedelta(days=7)


def heads() -> list[str]:
    """The names of the columns, in the language in force."""
    return [str(label) for label in LABELS.values()]


def rows(brand: Brand, accounts: Sequence[Account]) -> list[list[Cell]]:
    """Rows that show how, a week ahead, as drafts: who leaves them in publishes nothing by it."""
    day = (clock.now() + _FIRST).astimezone(brand.zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    draft = pgettext("column", "draft")
    everywhere = pgettext("column", "all") if accounts else ""
    one = label(accounts[0]) if accounts else ""
    two = ", ".join(label(account) for account in accounts[:2])
    return [
        _row(day, "09:30", _("Good morning: we open at 8 today."), one, draft),
        _row(day + timedelta(days=1), "18:00", _("New on the menu: see you this afternoon?"), two, draft),
        _row(
            day + timedelta(days=2),
            "12:15",
            _("What do you have for breakfast?"),
            everywhere,
            draft,
        ),
    ]


def accounts_sheet(accounts: Sequence[Account]) -> tuple[str, list[str], list[list[Cell]]]:
    """A sheet with what to write in the column of accounts: its name, its columns, its rows."""
    names: list[list[Cell]] = [[label(one), network_name(one.network), one.handle, one.name] for one in accounts]
    return _("Accounts"), [_("Write this"), _("Network"), _("Handle"), _("Name")], names


def _row(day: datetime, at: str, text: str, accounts: str, state: str) -> list[Cell]:
    said: dict[Field, Cell] = {Field.DATE: f"{day:%Y-%m-%d}", Field.TIME: at, Field.TEXT: text}
    said |= {Field.ACCOUNTS: accounts, Field.STATE: state}
    return [said.get(field, "") for field in LABELS]
