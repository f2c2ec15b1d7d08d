"""Real processes on the test's own database: what threads and transactions of one process cannot show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The address of the database that the test runs on: not the one its server was started with."""
    base = urlsplit(os.environ["DATABASE_URL"])
    return base._replace(path="/" + quote(str(connection.settings_dict["NAME"]))).geturl()


class Workers:
    """Processes that run one module each, begin together, and say in one line of JSON what came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[str]] = []

    def start(self, module: str, **wish: object) -> subprocess.Popen[str]:
        wish |= {"folder": str(self.folder), "number": len(self.running)}
        process = subprocess.Popen(
            [sys.executable, "-m", module, json.dumps(wish)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "cmhub.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        return process

    def go(self) -> None:
        """Let all begin, once each has said that it is ready."""
        wait_for(lambda: len(list(self.folder.glob("ready-*"))) >= len(self.running), self.running)
        (self.folder / "go").touch()

    def results(self) -> list[dict]:
        """What each said. Fails with the error of one that broke."""
        said = []
        for process in self.running:
            out, error = process.communicate(timeout=90)
            assert process.returncode == 0, error
            said.append(json.loads(out))
        return said

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate()


def wait_for(happens, processes=(), *, seconds: float = 60) -> None:
    """Until `happens()`; fails after `seconds`, or when one of `processes` has died."""
    end = time.monotonic() + seconds
    while not happens():
        for process in processes:
            assert process.poll() in (None, 0), process.communicate()[1]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def wish() -> dict:
    """In a worker: Django set up, everybody waited for; what this worker is to do."""
    import django

    django.setup()
    given = json.loads(sys.argv[1])
    folder = Path(given["folder"])
    (folder / f"ready-{given['number']}").touch()
    wait_for(lambda: (folder / "go").exists())
    return given


def say(**result: object) -> None:
    """In a worker: what came out."""
    print(json.dumps(result))
