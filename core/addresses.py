"""Absolute links: all of them begin with CMHUB_PUBLIC_URL, none with what a request says its host is."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """`path` (from a slash on) under the public address."""
    address: str = settings.CMHUB_PUBLIC_URL.rstrip("/")
    return address + path
