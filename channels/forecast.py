"""Whether an account will still be let in when a post is due: the calendar marks the posts that will not go out."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from channels.models import Account
from channels.naming import label
from core import formats


def falls_after(account: Account, at: datetime) -> str | None:
    """Why a post due at `at` will be held, in the reader's language; None where nothing is foreseen.

    Tokens that renew themselves are foreseen to go on. Asks nobody.
    """
    if account.by_hand:
        return None
    if account.broken_at:
        return _("%(account)s is disconnected. Reconnect it before, or this post is held.") % {
            "account": label(account)
        }
    if account.expires_at is None or account.renewable or at < account.expires_at:
        return None
    return _("The permission of %(account)s ends on %(moment)s. Reconnect it before, or this post is held.") % {
        "account": label(account),
        "moment": formats.moment(account.expires_at),
    }
