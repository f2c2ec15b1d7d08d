"""The brand's own page of facts: name, look, place and languages."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from brands import events, logos
from brands.models import Brand
from core.text import fold
from core.versions import save_if_current

FIELDS = ("name", "colour", "time_zone", "languages", "country", "handles")


@transaction.atomic
def update(brand: Brand, *, seen: int, changes: dict[str, Any]) -> Brand:
    """Write the profile if nobody was faster. `changes` holds names of FIELDS. Raises core.versions.StaleWrite."""
    before = {name: getattr(brand, name) for name in changes}
    columns = dict(changes)
    if "name" in columns:
        columns["sort_key"] = fold(columns["name"])[:120]
    save_if_current(brand, seen=seen, changes=columns)
    was, now = events.changed(before, changes)
    if now:
        events.record("brand.profile_changed", brand, brand=brand, before=was, after=now)
    return brand


def set_logo(brand: Brand, data: bytes) -> None:
    """Replace the logo. Raises brands.logos.UnusableImage."""
    _replace(brand, logos.keep(brand, data), "brand.logo_changed")


def remove_logo(brand: Brand) -> None:
    """Go back to the monogram."""
    _replace(brand, "", "brand.logo_removed")


def _replace(brand: Brand, path: str, verb: str) -> None:
    former = brand.logo
    with transaction.atomic():
        Brand.objects.filter(pk=brand.pk).update(logo=path)
        events.record(verb, brand, brand=brand)
    brand.logo = path
    if former and former != path:
        default_storage.delete(former)


@transaction.atomic
def set_retention(brand: Brand, *, seen: int, months: int) -> Brand:
    """How long untouched mentions are kept. Raises core.versions.StaleWrite."""
    before = brand.retention_months
    save_if_current(brand, seen=seen, changes={"retention_months": months})
    events.record("brand.retention_changed", brand, brand=brand, before={"months": before}, after={"months": months})
    return brand
