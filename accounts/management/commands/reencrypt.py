from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.reencryption import reencrypt_all
from core.crypto import Undecryptable


class Command(BaseCommand):
    help = "Encrypt every secret in the database again under the newest key of secrets.json (the first of field_keys)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for column, rows in reencrypt_all().items():
                self.stdout.write(f"{column}: {rows}")
        except Undecryptable as error:
            raise CommandError(
                "A row is encrypted with a key that secrets.json does not have. Put that key back into field_keys "
                "and run this again; rows done so far stay readable."
            ) from error
        self.stdout.write("Done. Older keys may leave secrets.json now.")
