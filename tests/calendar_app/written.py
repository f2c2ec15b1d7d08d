"""Accounts and posts as the tests of writing make them. Call inside the brand's scope."""

from __future__ import annotations

import json
from datetime import date, time

from brands.models import Brand
from calendar_app import drafting
from calendar_app.content import Content
from calendar_app.drafting import Wanted, When
from calendar_app.models import Post, Publication
from channels.models import Account


def account(network: str = "bluesky", name: str = "Lumbre", **more) -> Account:
    fields = {"external_id": f"{network}:{name}", "handle": f"@{name.lower()}", "name": name, **more}
    return Account.objects.create(network=network, **fields)


def wanted(text: str = "Hola", *accounts: Account, own=None, when: When | None = None, **content) -> Wanted:
    own = {one.public_id: (own or {}).get(one.public_id, {}) for one in accounts}
    return Wanted(Content(text=text, **content), own, when=when)


def draft(brand: Brand, by, text: str = "Hola", *accounts: Account, **more) -> Post:
    return drafting.create(brand, wanted(text, *accounts, **more), by=by)


def publications(post: Post) -> dict[str, Publication]:
    return {row.account.public_id: row for row in Publication.objects.filter(post=post).select_related("account")}


def state(text: str = "Hola", accounts=(), own=None, **more) -> str:
    """What the composer's script sends."""
    chosen = {one.public_id: {} for one in accounts} | (own or {})
    return json.dumps({"content": {"text": text}, "own": chosen, "day": "", "time": "", "fold": 0, "tab": "", **more})


AT = When(date(2031, 3, 5), time(9, 0))
"""A time that is still to come, on a plain day."""
