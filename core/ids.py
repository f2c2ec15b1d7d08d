"""Random public ids: what addresses and API bodies show instead of primary keys."""

from __future__ import annotations

import secrets

from django.db import models

# Crockford's base 32 in lower case: no i, l, o, u, so an id can be read aloud and never spells a word.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 13  # 5 bits each: 65 bits, past guessing
_OF_BYTE = _ALPHABET.encode() * 8  # 256 = 8 · 32: each character is as likely as the others


def new_public_id() -> str:
    """A fresh id of 13 characters from Crockford's base 32."""
    return secrets.token_bytes(LENGTH).translate(_OF_BYTE).decode()


class PublicIdField(models.CharField[str, str]):
    """A unique, random, unchangeable id that is safe to show."""

    def __init__(self, **kwargs: object) -> None:
        fixed = {"max_length": LENGTH, "default": new_public_id, "unique": True, "editable": False}
        super().__init__(**{**kwargs, **fixed})  # type: ignore[arg-type]

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "default", "unique", "editable"):
            kwargs.pop(fixed, None)
        return name, path, list(args), kwargs


class PublicIdConverter:
    """`<publicid:brand>` in URL patterns."""

    regex = f"[{_ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
