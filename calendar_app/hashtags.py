"""Groups of hashtags: made and changed. Call inside the brand's scope."""

from __future__ import annotations

import re
import unicodedata

from django.db import IntegrityError, transaction

from brands.models import Brand
from calendar_app.models import HashtagGroup
from core.text import fold
from core.versions import save_if_current

MOST_TAGS = 60
LONGEST_TAG = 100
_TAG = re.compile(r"[\w·]+")


class AlreadyThere(Exception):
    """The brand has a group of that name."""


def tags_of(typed: str) -> list[str]:
    """The hashtags that somebody typed, with or without their signs, each once: letters, digits and underscores."""
    said = unicodedata.normalize("NFC", typed.replace("#", " ").replace(",", " "))
    found = dict.fromkeys(tag[:LONGEST_TAG] for tag in _TAG.findall(said) if not tag.isdigit())
    return list({fold(tag): tag for tag in reversed(found)}.values())[::-1][:MOST_TAGS]


def add(brand: Brand, *, name: str, tags: list[str]) -> HashtagGroup:
    """A new group. Raises AlreadyThere."""
    group = HashtagGroup(brand=brand, name=name, sort_key=fold(name)[:60], tags=tags)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise AlreadyThere(name) from error
    return group


def change(group: HashtagGroup, *, name: str, tags: list[str], seen: int) -> HashtagGroup:
    """Another name, other tags. Raises core.versions.StaleWrite, AlreadyThere."""
    try:
        with transaction.atomic():
            return save_if_current(group, seen=seen, changes={"name": name, "sort_key": fold(name)[:60], "tags": tags})
    except IntegrityError as error:
        raise AlreadyThere(name) from error
