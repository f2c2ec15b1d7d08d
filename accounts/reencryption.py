"""Everything encrypted, under the newest key: run after a new key was put in front of the others."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from core import crypto
from core.crypto import EncryptedTextField

_SECRET_ENTRIES = ("secret", "seed", "migrated_codes")
"""Of allauth's authenticators: the secret of an app, the seed of recovery codes, and codes taken over."""


def reencrypt_all() -> dict[str, int]:
    """Rotate every encrypted column and second factor; returns rows by «model.column».

    Raises core.crypto.Undecryptable where a key is missing.

    Each row is locked while it changes, so it can run while people work, and again after an interruption.
    """
    done: dict[str, int] = {}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                done[f"{model._meta.label}.{field.name}"] = _rotate_column(model, field)
    done[f"{Authenticator._meta.label}.data"] = _rotate_factors()
    return done


def _rotate_column(model: type[models.Model], field: models.Field[str, str]) -> int:
    # Reading decrypts with any key, writing encrypts with the newest.
    rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__isnull": True})
    count = 0
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            row = model._base_manager.filter(pk=pk)
            for value in row.select_for_update().values_list(field.name, flat=True):
                count += row.update(**{field.name: value})
    return count


def _rotate_factors() -> int:
    count = 0
    for pk in list(Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            secrets = {name: _rotated(row.data[name]) for name in _SECRET_ENTRIES if name in row.data}
            row.data = {**row.data, **secrets}
            row.save(update_fields=["data"])
            count += 1
    return count


def _rotated(value: str | list[str]) -> str | list[str]:
    return [crypto.rotate(token) for token in value] if isinstance(value, list) else crypto.rotate(value)
