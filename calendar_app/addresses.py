"""Addresses that people paste, and where they go after a post is gone."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import NoReverseMatch, reverse

LONGEST = 2_000


def web(typed: str) -> str | None:
    """`typed` as a web address, "" for nothing; None if it is none."""
    address = typed.strip()
    if not address:
        return ""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    fine = parts.scheme in {"http", "https"} and "." in host and not any(c.isspace() or c < " " for c in address)
    return address if fine and len(address) <= LONGEST else None


def after_removal(brand: str) -> str:
    """The calendar of the brand with that public id."""
    try:
        return reverse("calendar:calendar", args=[brand])
    except NoReverseMatch:
        return reverse("posts:new", args=[brand])
