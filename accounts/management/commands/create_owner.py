from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.signup import AddressTaken, create_account


class Command(BaseCommand):
    help = "Make a person who may operate this installation. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="es", help="es or en")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            user = create_account(
                options["email"],
                options["name"],
                password,
                options["language"],
                confirmed=True,
                is_operator=True,
            )
        except AddressTaken as error:
            raise CommandError(f"{error} has an account already.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.email} can sign in now.")
