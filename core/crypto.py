"""Encryption of what must not lie in the database in clear: second factors now, tokens of networks later.

Keys are Fernet keys in settings.CMHUB_FIELD_KEYS, newest first: the first encrypts, all decrypt. To rotate, put a new
key in front, run `manage.py reencrypt`, then drop the old one.
"""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Undecryptable(ValueError):
    """The text was encrypted with a key that this installation does not have (any more)."""


def _box() -> MultiFernet:
    keys = list(settings.CMHUB_FIELD_KEYS)
    if not keys:
        raise ImproperlyConfigured("No field-encryption key: secrets.json is missing from the data folder.")
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """`text` as a Fernet token under the newest key. Raises ImproperlyConfigured where there is no key."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """What `encrypt` was given. Raises Undecryptable."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Undecryptable("Encrypted with a key that is not in secrets.json.") from error


def rotate(token: str) -> str:
    """The same secret under the newest key. Raises Undecryptable."""
    try:
        return _box().rotate(token.encode()).decode()
    except InvalidToken as error:
        raise Undecryptable("Encrypted with a key that is not in secrets.json.") from error


class EncryptedTextField(models.TextField[str, str]):
    """Text in Python, a Fernet token in the database. Cannot be searched; the empty string stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return decrypt(value) if value else value
