"""`manage.py score_text`: sentiment of lines of text, without a database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand

from monitoring.sentiment import Score, score


class Command(BaseCommand):
    """Reads standard input, writes one line for each line."""

    help = (
        "Reads texts from standard input, one a line (UTF-8), and writes one line for each: "
        "label, score (-1..1), confidence (0..1) and language, separated by tabs."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--lang",
            choices=("es", "en", "pt", "auto"),
            default="auto",
            help="Score every line as this language; auto (the default) finds each line's own.",
        )

    def handle(self, *args: Any, lang: str, **options: Any) -> None:
        for text in _texts(sys.stdin.buffer):
            self.stdout.write(_row(text, lang))
            self.stdout.flush()


def _texts(lines: Iterable[bytes]) -> Iterator[str]:
    """The lines without their ends; only LF and CRLF end a line, and what is not UTF-8 is replaced."""
    for line in lines:
        yield line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", errors="replace")


def _row(text: str, lang: str) -> str:
    result = score(text, lang=lang)
    if isinstance(result, Score):
        return f"{result.label}\t{result.score:.4f}\t{result.confidence:.3f}\t{result.language}"
    return f"unscored\t\t\t{result.language}"
