"""`manage.py match_topic QUERY`: which lines of text a topic's query would match, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitoring.matching import Document, QueryError, parse

FIELDS = ("text", "author", "network", "lang")


class Command(BaseCommand):
    """Reads standard input, writes the lines that match, byte for byte."""

    help = (
        "Reads lines from standard input and writes those that QUERY matches, unchanged. A line is plain text (UTF-8) "
        "or a JSON object with text, author, network, lang. The language of queries: docs/queries.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", metavar="QUERY", help="In quotes, so that the shell leaves it alone.")

    def run_from_argv(self, argv: list[str]) -> None:
        """A query may begin with a minus; argparse would take a single word of that kind for an option."""
        given = argv[2:]
        if len(given) == 1 and given[0].startswith("-") and given[0] not in ("-h", "--help", "--version"):
            argv = [*argv[:2], "--", *given]
        super().run_from_argv(argv)

    def handle(self, *args: Any, query: str, **options: Any) -> None:
        try:
            wanted = parse(query)
        except QueryError as error:
            self.stderr.write(f"{error}\n{error.pointed(query)}")
            sys.exit(2)
        for line in sys.stdin.buffer:
            if wanted.matches(_document(line)):
                sys.stdout.buffer.write(line.removesuffix(b"\n") + b"\n")
                sys.stdout.buffer.flush()


def _document(line: bytes) -> Document:
    text = line.decode("utf-8", errors="replace").lstrip("\ufeff")
    fields = _fields(text)
    if fields is None:
        return Document.of(text=text)
    author = fields["author"]
    return Document.of(
        text=fields["text"], author=author, handle=author, language=fields["lang"], network=fields["network"]
    )


def _fields(text: str) -> dict[str, str] | None:
    """What a JSON object says, what it leaves out as ""; None for a line that is no such object."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not any(name in found for name in FIELDS):
        return None
    fields = {name: found.get(name) or "" for name in FIELDS}
    return fields if all(isinstance(value, str) for value in fields.values()) else None
