"""Short passes with which an open page may ask «anything new?» without anybody asking the database who it is."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from brands.access import BrandAccess

LIFE = timedelta(minutes=10)
_SALT = "cmhub.monitoring.live"


def issue(access: BrandAccess) -> str:
    """A pass for one person into one brand's version number, for LIFE. Given out by guarded views only."""
    return signing.dumps([access.brand.public_id, access.user.public_id], salt=_SALT)


def opens(live_pass: str, brand: str) -> bool:
    """Whether `live_pass` is ours, not older than LIFE, and for the brand with that public id."""
    try:
        issued_for, _person = signing.loads(live_pass, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return False
    return bool(issued_for == brand)
