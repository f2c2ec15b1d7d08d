"""Print a feed's items as JSON lines, exactly as ingest would see them. Needs no database."""

from __future__ import annotations

import json
import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core import clock
from networks.errors import Broken, NetworkError
from networks.feeds.connector import MAX_BYTES, Feeds
from networks.feeds.parse import parse
from networks.http_errors import TOO_LARGE
from networks.types import Item


class Command(BaseCommand):
    help = "Read a feed from a file or an address and print its items as JSON lines."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE_OR_URL")

    def handle(self, *, source: str, **_options: Any) -> None:
        logging.getLogger("core.http").setLevel(logging.WARNING)  # the one sentence below says it
        try:
            items = Feeds().poll(source, {}).items if "://" in source else _in_file(Path(source))
        except OSError as error:
            raise CommandError(
                _("%(source)s cannot be read: %(reason)s.") % {"source": source, "reason": error.strerror or error}
            ) from error
        except NetworkError as error:
            raise CommandError(
                _("%(source)s cannot be read: %(reason)s")
                % {"source": source, "reason": _(error.detail) if error.detail else type(error).__name__}
            ) from error
        for line in _lines(items, clock.now()):
            sys.stdout.buffer.write(line.encode() + b"\n")  # UTF-8 whatever the terminal's locale says


def _in_file(path: Path) -> tuple[Item, ...]:
    if path.stat().st_size > MAX_BYTES:
        raise Broken(TOO_LARGE)
    return parse(path.read_bytes()).items


def _lines(items: Iterable[Item], read_at: datetime) -> Iterable[str]:
    """An item without a believable date has the time of reading, as ingest gives it."""
    for item in items:
        shown = {
            "external_id": item.external_id,
            "title": item.title,
            "text": item.text,
            "url": item.url,
            "author": item.author.name if item.author else "",
            "posted_at": (item.posted_at or read_at).astimezone(UTC).isoformat(),
        }
        yield json.dumps(shown, ensure_ascii=False)
