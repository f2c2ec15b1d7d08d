from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser, call_command, get_commands
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from accounts import first_run
from accounts.models import User
from cmhub import secrets_file
from core.messages import compile_catalogues

_LOCK = 0x636D6875  # any number, always the same


class Command(BaseCommand):
    help = "Make ready to start: secrets, tables, words, static files, and where nobody is yet, the demo workspace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="make no demo workspace")

    def handle(self, *args: Any, **options: Any) -> None:
        """Standard output is how people come in: the demo's mail address, or where the first account is made."""
        secrets = secrets_file.ensure(settings.CMHUB_DATA)
        settings.CMHUB_FIELD_KEYS[:], settings.SECRET_KEY = secrets.field_keys, secrets.django_key
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # two containers may start at once
        call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
        for catalogue in compile_catalogues():
            # This process has asked for words before they were there, and the demo keeps for ever what it says now.
            translation_file_changed(None, catalogue)
        call_command("collectstatic", verbosity=0, interactive=False, stdout=sys.stderr)
        wanted = settings.CMHUB_DEMO_SIGN_IN and not options["empty"] and not User.objects.exists()
        if wanted and "create_demo" in get_commands():
            call_command("create_demo", stdout=sys.stderr)
        demo = User.objects.filter(email=settings.CMHUB_DEMO_EMAIL)
        demo.update(is_active=settings.CMHUB_DEMO_SIGN_IN)  # ends its sessions too
        if demo.filter(is_active=True).exists():
            self.stdout.write(settings.CMHUB_DEMO_EMAIL)
        elif first_run.needed():
            self.stdout.write(first_run.setup_link())
