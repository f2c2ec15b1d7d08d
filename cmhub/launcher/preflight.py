"""What can be known to be wrong before anything is started, each as one sentence."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from pathlib import Path
from typing import IO

from cmhub import running
from cmhub.config import Config

NEEDED = 200 * 1024**2  # bytes: an empty database with its log, and room to work
_ROOM = 4 * 1024**2  # bytes; with less, logs and databases cannot write


class CannotStart(Exception):
    """One sentence for the person at the terminal."""


def data_folder(data: Path) -> None:
    """Make the data folder. Raises CannotStart without the right or the room."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "logs").mkdir(exist_ok=True)
    except OSError as error:
        raise CannotStart(describe(error, data)) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise CannotStart(f"The data folder {data} is not writable for you; change its owner, or set CMHUB_DATA.")
    free = shutil.disk_usage(data).free
    if free < NEEDED:
        raise CannotStart(
            f"The disk of the data folder {data} is full: {free // 1024**2} MB are free, "
            f"and cmhub needs {NEEDED // 1024**2} MB to start."
        )


def disk_full(data: Path) -> str | None:
    """One sentence where the disk has no room left, which then is the reason for whatever else failed."""
    if not data.is_dir() or shutil.disk_usage(data).free > _ROOM:
        return None
    return f"The disk of the data folder {data} is full; make room and start again."


def lock(data: Path) -> IO[str]:
    """The data folder for us alone. Raises CannotStart where another cmhub runs over it."""
    taken = running.take_lock(data)
    if taken is None:
        other = running.find(data)
        where = f" at {other.url}" if other else ""
        raise CannotStart(
            f"cmhub already runs over {data}{where}; stop it, or choose another CMHUB_DATA and CMHUB_PORT."
        )
    return taken


def port(config: Config) -> None:
    """Raises CannotStart where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in config.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.bind, config.port))
        except OSError as error:
            raise CannotStart(_listening(error, config)) from error


def describe(error: OSError, place: Path) -> str:
    """An error of the file system as one sentence."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk of {error.filename or place} is full; make room and start again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"You may not write to {error.filename or place}; change its owner, or set CMHUB_DATA."
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{error.filename or place} is not a folder; set CMHUB_DATA to one."
    return f"{error.filename or place}: {error.strerror}."


def _listening(error: OSError, config: Config) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {config.port} is in use by another program; stop it, or choose another CMHUB_PORT."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"You may not listen on port {config.port}; choose a CMHUB_PORT above 1023."
    return f"CMHUB_BIND={config.bind} is not an address of this machine."
