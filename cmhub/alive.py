"""How each process shows that it is alive, and how the launcher and a container ask.

Pages and the demo network answer at /healthz. Workers and the schedule touch a file every few seconds; a file needs no
connection, so asking costs nothing and a broker in trouble is not mistaken for a dead worker.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from pathlib import Path

from cmhub import config

STALE_AFTER = 30.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # what to call when all addresses are listened on


def beat(data: Path, name: str) -> None:
    """Say that the process `name` of this host is alive now."""
    path = _path(data, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def beats(data: Path, name: str) -> bool:
    """True while the last beat is fresh, and not from before the machine's or the clock's jump."""
    try:
        age = time.time() - _path(data, name).stat().st_mtime
    except FileNotFoundError:
        return False
    return -STALE_AFTER < age < STALE_AFTER


def forget(data: Path, name: str) -> None:
    """Before a start: what an earlier process left says nothing about the new one."""
    _path(data, name).unlink(missing_ok=True)


def answers(bind: str, port: int, path: str = "/healthz") -> bool:
    """True where something answers 200 over HTTP."""
    connection = http.client.HTTPConnection(_EVERYWHERE.get(bind, bind), port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _path(data: Path, name: str) -> Path:
    return data / "alive" / f"{name}@{socket.gethostname()}"


def main(name: str) -> int:
    """`python -m cmhub.alive NAME`: exit code 0 while that process is alive. For containers' health checks."""
    loaded = config.load(os.environ)
    served = {"web": (loaded.bind, loaded.port), "demo-network": ("127.0.0.1", loaded.demo_network_port)}
    alive = answers(*served[name]) if name in served else beats(loaded.data, name)
    return 0 if alive else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
