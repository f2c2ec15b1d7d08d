"""Tokens of the API: made, shown once, recognised, revoked."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from brands import events
from brands.models import ApiToken, BrandRole
from brands.scope import brand_scope
from core import clock
from core.ids import new_public_id

COARSE = timedelta(hours=1)
"""How exactly `last_used_at` is kept: one write an hour, not one a request."""
_PREFIX = "cmhub"
_LETTERS = string.ascii_letters + string.digits
_SECRET = 40
"""Characters of 62 kinds: 238 bits."""
_SHAPE = re.compile(rf"{_PREFIX}_(?P<id>[0-9a-z]{{13}})_[0-9A-Za-z]{{{_SECRET}}}", re.ASCII)


class NameTaken(ValueError):
    """The brand has a token of that name."""


@transaction.atomic
def make(held: BrandRole, *, name: str, scope: str, expires_at: datetime | None) -> tuple[ApiToken, str]:
    """A token for who holds the role `held`, and its text, which is kept nowhere. Call in the brand's scope.

    Raises NameTaken.
    """
    public_id = new_public_id()
    text = f"{_PREFIX}_{public_id}_{''.join(secrets.choice(_LETTERS) for _ in range(_SECRET))}"
    token = ApiToken(
        brand=held.brand, public_id=public_id, held=held, name=name, scope=scope, expires_at=expires_at,
        digest=_digest(text),
    )  # fmt: skip
    try:
        with transaction.atomic():
            token.save()
    except IntegrityError as error:
        raise NameTaken(name) from error
    events.record("token.made", token, brand=held.brand, after={"scope": scope})
    return token, text


@transaction.atomic
def revoke(token: ApiToken) -> None:
    """End a token: from the next request on it opens nothing."""
    if ApiToken.objects.filter(pk=token.pk).delete()[0]:
        events.record("token.revoked", token, brand=token.brand)


def recognise(text: str) -> ApiToken | None:
    """The living token that `text` is, with its brand and its person; None for any other text."""
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return None
    found = ApiToken.all_brands.select_related("brand", "held__member__user")
    token: ApiToken | None = found.filter(public_id=shape["id"]).first()
    if token is None or not hmac.compare_digest(token.digest, _digest(text)):
        return None
    return None if token.expired or not token.user.is_active else token


def note_use(token: ApiToken) -> None:
    """Remember that `token` was used, to the hour."""
    now = clock.now()
    if token.last_used_at is None or token.last_used_at <= now - COARSE:
        with brand_scope(token.brand_id):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
