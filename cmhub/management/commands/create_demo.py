from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from cmhub import secrets_file
from demo import making


class Command(BaseCommand):
    help = "Makes the demo workspace, on an installation that has nobody yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default=settings.CMHUB_DEMO_EMAIL)

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("There are people here already: the demo is only made on an empty installation.")
        password = secrets_file.ensure(settings.CMHUB_DATA).demo_password
        making.create(options["email"], password)
        self.stdout.write(options["email"])
