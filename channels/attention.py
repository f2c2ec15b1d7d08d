"""Accounts that only a person can bring back (brands.attention)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.access import BrandAccess
from brands.attention import Kind, Matter
from brands.roles import Need
from channels import explaining
from channels.models import Account
from channels.naming import label, when
from core import formats


def _broken(brands: Collection[int]) -> QuerySet[Any]:
    broken = Account.all_brands.filter(brand__in=brands, deleted_at=None).exclude(broken_at=None)
    return broken.order_by("broken_at", "pk")


def _tell(row: Account, access: BrandAccess) -> Matter:
    assert row.broken_at
    where, act = ("reconnect", _("Reconnect")) if access.allows(Need.MANAGE_CHANNELS) else ("account", _("See why"))
    return Matter(
        title=_("%(account)s disconnected %(when)s") % {"account": label(row), "when": when(row.broken_at)},
        text=explaining.trouble(row) or _("Its posts are held until it is connected again."),
        act=act,
        url=reverse(f"channels:{where}", args=[access.brand.public_id, row.public_id]),
        at=row.broken_at,
    )


def _tell_many(n: int, access: BrandAccess) -> Matter:
    title = ngettext("%(n)s account is disconnected", "%(n)s accounts are disconnected", n)
    text = _("Their posts are held until they are connected again.")
    url = reverse("channels:list", args=[access.brand.public_id])
    return Matter(title % {"n": formats.number(n)}, text, _("Reconnect"), url)


KINDS = (Kind("account.broken", Need.SCHEDULE_POSTS, 12, "plug-connected-x", "bad", _broken, _tell, _tell_many),)
