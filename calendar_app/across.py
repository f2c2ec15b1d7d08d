"""The calendar of all brands in which a person may read posts: an agency's, where one brand at a time does not do."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from brands import access, colours
from brands.models import Brand
from brands.roles import Need, allows
from calendar_app.models import Hold, Post, Publication
from calendar_app.window import Rows
from core.templatetags.ui import tone

_WITHOUT_COLOUR = ("#2c41c4", "#b98a12", "#4b8fb5", "#a2557c", "#6b7a3a", "#6b3fa0")
"""For brands that have chosen none: told apart as their monograms are."""


def readable(user: User) -> list[Brand]:
    """The brands in whose calendar `user` may look, by workspace and name."""
    roles = access.roles_of(user)
    return [brand for brand in access.brands_of(user) if allows(roles[brand.pk], Need.READ_POSTS)]


def movable(user: User, brands: Sequence[Brand]) -> frozenset[int]:
    """Keys of those of `brands` whose posts `user` may move."""
    roles = access.roles_of(user)
    return frozenset(brand.pk for brand in brands if allows(roles[brand.pk], Need.SCHEDULE_POSTS))


def rows(brands: Sequence[Brand]) -> Rows:
    """Posts of these brands, which the caller has found to be the person's (see `readable`)."""
    keys = [brand.pk for brand in brands]
    posts = Post.all_brands.filter(brand__in=keys, deleted_at=None)
    return Rows(posts, Publication.all_brands.filter(brand__in=keys))


def holds(brands: Sequence[Brand]) -> list[Hold]:
    """The holds of these brands that stand, the oldest first."""
    standing = Hold.all_brands.filter(brand__in=[brand.pk for brand in brands], lifted_at=None)
    return list(standing.order_by("placed_at", "pk"))


def shades(brand: Brand) -> tuple[str, str]:
    """The brand's colour on light and on dark ground, made to be read."""
    accent = colours.accent(brand.colour or _WITHOUT_COLOUR[tone(brand.name) - 1])
    return accent.light, accent.dark
