"""An embedded Valkey (speaks Redis): loopback only, with a password, data kept by its append-only file."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import redis

from core.stores import child
from core.stores.child import LOOPBACK, StoreError


@dataclass
class Valkey:
    """One server over one data folder."""

    folder: Path
    password: str
    log: Path
    binary: Path
    port: int = 0
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for REDIS_URL, with the password."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def start(self, *, seconds: float = 15) -> None:
        """Start the server and return when it answers. Raises StoreError with its own last words."""
        account = child.unprivileged()
        child.private_folder(self.folder, account)
        self.port = self.port or child.free_port()
        with self.log.open("ab") as log:
            self.process = child.spawn(
                [self.binary, "-"],  # settings by stdin: a command line shows the password to everybody
                cwd=self.folder,
                log=log,
                account=account,
                stdin=subprocess.PIPE,
            )
        pipe = self.process.stdin
        if pipe is not None:
            pipe.write(self._settings().encode())
            pipe.close()
        if not child.wait_until(self._answers, self.process, seconds=seconds):
            self.stop(seconds=1)
            raise StoreError(f"Valkey did not start: {child.last_line(self.log)} (see {self.log}).")

    def stop(self, *, seconds: float = 5) -> None:
        """Stop it; its append-only file is complete at any moment."""
        if self.process is not None:
            child.stop(self.process, signal.SIGTERM, seconds=seconds)

    def _settings(self) -> str:
        lines = {
            "port": self.port,
            "bind": LOOPBACK,
            "dir": ".",
            "requirepass": self.password,
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
            "databases": 64,
        }
        return "".join(f"{name} {value}\n" for name, value in lines.items())

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
