"""The command that shows a feed as ingest sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from core import clock
from tests.fault_server import FaultServer, reply

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "data" / "feeds"


def read(capfdbinary, source: str | Path) -> list[dict[str, str]]:
    call_command("read_feed", str(source))
    sys.stdout.flush()
    return [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]


@pytest.fixture(autouse=True)
def _log_level():
    import logging

    before = logging.getLogger("core.http").level
    yield
    logging.getLogger("core.http").setLevel(before)


def test_a_file(capfdbinary):
    first, second = read(capfdbinary, FILES / "01-wordpress-posts.xml")
    assert first == {
        "external_id": "https://blog.example/?p=12",
        "title": "Abrimos en Lavapiés",
        "text": "Hoy abrimos nuestra tienda número 7.\n\nEl café es de verdad “bueno”.\nOs esperamos 😀",
        "url": "https://blog.example/2026/11/lavapies/",
        "author": "Íñigo Pérez",
        "posted_at": "2026-11-22T09:30:00+00:00",
    }
    assert list(second) == ["external_id", "title", "text", "url", "author", "posted_at"]


def test_what_has_no_date_has_the_time_of_reading_and_keeps_its_id(capfdbinary):
    first = read(capfdbinary, FILES / "21-no-guid-no-link.xml")
    second = read(capfdbinary, FILES / "21-no-guid-no-link.xml")
    assert [row["external_id"] for row in first] == [row["external_id"] for row in second]
    posted_at = datetime.fromisoformat(first[0]["posted_at"])
    assert clock.now() - posted_at < timedelta(minutes=1)


def test_an_address(capfdbinary, settings):
    with FaultServer({"/": reply(200, (FILES / "02-wordpress-comments.xml").read_bytes())}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        (row,) = read(capfdbinary, server.url("/feed"))
    assert (row["author"], row["text"]) == ("Marta", "¡Por fin!")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("/nowhere/at/all.xml", "/nowhere/at/all.xml cannot be read: No such file or directory."),
        (str(FILES), f"{FILES} cannot be read: Is a directory."),
        (str(FILES / "50-nothing.xml"), "50-nothing.xml cannot be read: This is not a feed."),
        (str(FILES / "48-web-page.html"), "This is a web page, not a feed."),
        ("http://127.0.0.1:1/feed", "private network"),
        ("ftp://blog.example/feed", "Only addresses with http:// or https:// are read."),
    ],
)
def test_one_sentence_where_it_cannot(source, words):
    with override("en"), pytest.raises(CommandError, match=words.replace("(", r"\(").replace(".", r"\.")):
        call_command("read_feed", source)


def test_it_needs_no_stores_and_no_locale(tmp_path):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "CMHUB_DATA": str(tmp_path / "none")}
    command = [sys.executable, "manage.py", "read_feed", str(FILES / "01-wordpress-posts.xml")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode().splitlines()[0])["title"] == "Abrimos en Lavapiés"
    failed = subprocess.run(
        [*command[:3], str(FILES / "50-nothing.xml")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (failed.returncode, failed.stdout) == (1, b"")
    assert len(failed.stderr.decode().strip().splitlines()) == 1
