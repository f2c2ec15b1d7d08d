"""Count texts as a network counts them: lines in, `length<TAB>limit<TAB>fits` out."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from networks import registry
from networks.publishing import Length

COUNTED = ("mastodon", "bluesky", "wordpress")


class Command(BaseCommand):
    help = (
        "Reads lines of UTF-8 from standard input, one text each, and writes for each its length as the network "
        "counts, the network's limit, and true or false for whether it fits, with tabs between them. Bluesky limits "
        "bytes as well (3,000): false may stand beside a length that is small enough. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("network", choices=COUNTED)
        parser.add_argument("--limit", type=int, help="the longest status of a Mastodon instance; 500 if not given")

    def handle(self, *, network: str, limit: int | None, **options: Any) -> None:
        facts = {"characters": limit} if limit else {}
        count = registry.writable(network).count
        for line in sys.stdin.buffer:
            text = line.decode(errors="replace").removesuffix("\n").removesuffix("\r")
            self.stdout.write(_row(count(text, facts)))


def _row(counted: Length) -> str:
    return f"{counted.length}\t{counted.limit}\t{str(counted.fits).lower()}"
