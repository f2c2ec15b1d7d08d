from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crisis.backtest import BadRow, rows
from crisis.detection import RULES, Detector, Sensitivity


class Command(BaseCommand):
    help = (
        "Reads rows of timestamp,value in time order, as they would have come in, and prints the timestamp of each "
        "alarm. Needs no database. Exits with 2 for a row that cannot be read."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--csv", required=True, help="the file; - for standard input")
        parser.add_argument(
            "--sensitivity",
            choices=[str(s) for s in Sensitivity],
            default=str(Sensitivity.NORMAL),
            help="how little it takes (%(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        detector = Detector(RULES[Sensitivity(options["sensitivity"])])
        try:
            with sys.stdin if options["csv"] == "-" else Path(options["csv"]).open(encoding="utf-8-sig") as lines:
                seen = False
                for written, at, value in rows(lines):
                    seen = True
                    if detector.take(at, value):
                        self.stdout.write(written)
                if not seen:
                    self.stderr.write("No rows: there is nothing to look at.")
        except BadRow as error:
            raise CommandError(str(error), returncode=2) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['csv']} cannot be read: {error}", returncode=2) from error
