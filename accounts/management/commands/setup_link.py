from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import first_run


class Command(BaseCommand):
    help = "Print the address where the first person of an empty installation makes their account."

    def handle(self, *args: Any, **options: Any) -> None:
        if not first_run.needed():
            raise CommandError("Somebody has an account here already: people are invited from now on.")
        self.stdout.write(first_run.setup_link())
