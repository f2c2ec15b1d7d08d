"""What of cmhub runs over a data folder, and where: `run.json`, and the lock that only a live launcher holds."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from cmhub.secrets_file import write_private

NAME = "run.json"
_LOCK = "lock"


@dataclass(frozen=True, repr=False)
class Running:
    """Addresses (with passwords) and process ids of one running installation."""

    database_url: str
    redis_url: str
    demo_network_url: str
    url: str
    pid: int
    children: dict[str, int]


def find(data: Path) -> Running | None:
    """The installation that runs over this data folder now; None where there is none, or it was killed."""
    try:
        stored = json.loads((data / NAME).read_text())
    except (FileNotFoundError, PermissionError):
        return None
    lock = take_lock(data)
    if lock is None:
        return Running(**stored)
    lock.close()
    return None


def write(data: Path, running: Running) -> None:
    """Say where everything answers."""
    write_private(data / NAME, json.dumps(asdict(running), indent=2))


def remove(data: Path) -> None:
    """At a stop: nothing answers any more."""
    (data / NAME).unlink(missing_ok=True)


def take_lock(data: Path) -> IO[str] | None:
    """The data folder's lock, held until it is closed or its process ends; None where another one holds it."""
    lock = os.fdopen(os.open(data / _LOCK, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
