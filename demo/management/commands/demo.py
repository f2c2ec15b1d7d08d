from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import living, making
from demo.models import Demo


class Command(BaseCommand):
    help = "Starts the crisis of the demo workspace, begins the demo anew, or deletes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=("crisis", "reset", "delete"))

    def handle(self, *args: Any, **options: Any) -> None:
        demos = list(Demo.objects.select_related("workspace__owner").order_by("pk"))
        if not demos:
            raise CommandError("There is no demo workspace here.")
        for demo in demos:
            self.stdout.write(self._done(options["act"], demo))

    def _done(self, act: str, demo: Demo) -> str:
        match act:
            case "crisis":
                started = living.start_crisis(demo.workspace)
                return "The crisis begins." if started else "The crisis has begun before: reset the demo."
            case "reset":
                making.reset(demo.workspace)
                return "The demo is as on its first day."
            case _:
                making.delete(demo.workspace)
                return "The demo is deleted."
