"""What accounts and moments are called where people read of them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from channels.models import Account
from core import clock, formats
from networks.naming import network_name


def label(account: Account) -> str:
    """The account with its network: «Mastodon @lumbre@mastodon.example»."""
    return f"{network_name(account.network)} {account.handle or account}"


def when(at: datetime) -> str:
    """«today at 13:00», else «on 24 Nov 2026, 13:00», in the current time zone."""
    if timezone.localdate(at) == timezone.localdate(clock.now()):
        return _("today at %(time)s") % {"time": formats.time_of_day(at)}
    return _("on %(moment)s") % {"moment": formats.moment(at)}
