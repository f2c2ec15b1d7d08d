"""Rows that the tests of listening need, each made in its brand's scope."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from brands.models import Brand, BrandRole, Member, Workspace
from brands.scope import brand_scope
from monitoring.models import Source, Topic
from networks.types import Item, Page

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def person(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@cmhub.example", name=name)


def brand(name: str = "Lumbre", *, owner: User | None = None, **fields: Any) -> Brand:
    owner = owner or person(f"owner of {name}".replace(" ", "-"))
    workspace = Workspace.objects.create(name=f"{name} S.L.", owner=owner)
    made = Brand.objects.create(workspace=workspace, name=name, **fields)
    join(made, owner, "owner")
    return made


def join(brand: Brand, user: User, role: str = "community") -> Member:
    member, _ = Member.objects.get_or_create(workspace=brand.workspace, user=user)
    BrandRole.objects.create(workspace=brand.workspace, brand=brand, member=member, role=role)
    return member


def source(brand: Brand, address: str = "https://blog.example/feed", **fields: Any) -> Source:
    with brand_scope(brand.pk):
        return Source.objects.create(brand=brand, network=fields.pop("network", "feed"), address=address, **fields)


def item(number: int | str, text: str = "El café está muy bueno", **fields: Any) -> Item:
    fields.setdefault("posted_at", NOON - timedelta(minutes=int(number) if str(number).isdecimal() else 0))
    return Item(external_id=f"https://blog.example/{number}", text=text, **fields)


def page(*items: Item, **fields: Any) -> Page:
    return Page(items=items, **fields)


def topic(brand: Brand, query: str, name: str = "", **fields: Any) -> Topic:
    """A topic as it stands in the table, without its verb: nothing that was heard before is matched with it."""
    with brand_scope(brand.pk):
        return Topic.objects.create(brand=brand, query=query, name=name or query[:80], **fields)
