"""Rows that the tests of publishing need, each made in its brand's scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import User
from brands.models import Brand
from brands.scope import brand_scope
from calendar_app import scheduling
from calendar_app.models import Post, Publication
from channels.models import Account
from core import clock


def account(brand: Brand, name: str = "lumbre", **fields: Any) -> Account:
    with brand_scope(brand.pk):
        network = fields.pop("network", "fake")
        return Account.objects.create(brand=brand, network=network, external_id=name, handle=name, **fields)


def post(brand: Brand, *accounts: Account, by: User, text: str = "Hola", own: Any = None, **content: Any) -> Post:
    """A draft whose time is in an hour."""
    with brand_scope(brand.pk):
        at = scheduling.at_instant(clock.now() + timedelta(hours=1), brand.time_zone)
        made = Post.objects.create(brand=brand, author=by, content={"text": text, **content}, **at)
        for one in accounts:
            Publication.objects.create(brand=brand, post=made, account=one, own=own or {})
        return made


def due(brand: Brand, *accounts: Account, by: User, **content: Any) -> Post:
    """A post that is due now."""
    made = post(brand, *accounts, by=by, **content)
    with brand_scope(brand.pk):
        return scheduling.publish_now(made, by=by)
