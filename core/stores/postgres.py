"""An embedded PostgreSQL: loopback only, passwords by scram, no superuser over the network."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from core.stores import child
from core.stores.child import LOOPBACK, StoreError

NAME = "cmhub"  # of the role and of its database
_FAST_STOP = signal.SIGINT  # disconnects clients, then a clean stop; SIGTERM would wait for them to leave
_IMMEDIATE_STOP = signal.SIGQUIT
_FAST = {  # for data thrown away
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
}
_INITDB = (
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    "--no-sync",
)
_HBA = f"host all {NAME} {LOOPBACK}/32 scram-sha-256\n"


@dataclass
class Postgres:
    """One server over one data folder."""

    folder: Path
    password: str
    log: Path
    bin: Path
    port: int = 0
    durable: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    """Beside those that it needs."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL, with the password."""
        return f"postgresql://{NAME}:{self.password}@{LOOPBACK}:{self.port}/{NAME}"

    def start(self, *, seconds: float = 30) -> None:
        """Make the data folder where there is none, start the server, and return when it answers.

        Raises StoreError: another major version's data, a folder in use, or the server's own last words.
        """
        account = child.unprivileged()
        if not (self.folder / "PG_VERSION").exists():
            self._initialise(account)
        _check_major(self.folder, self.bin)
        _wait_for_predecessor(self.folder)
        self.port = self.port or child.free_port()
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            **({} if self.durable else _FAST),
            **self.settings,
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = child.spawn(
                [self.bin / "postgres", "-D", child.here(self.folder, account), *flags],
                cwd=self.folder,
                log=log,
                account=account,
                on_parent_death=_FAST_STOP,
            )
        if not child.wait_until(self._answers, self.process, seconds=seconds):
            self.stop(seconds=1)
            raise StoreError(f"PostgreSQL did not start: {child.last_line(self.log)} (see {self.log}).")

    def stop(self, *, seconds: float = 10) -> None:
        """Stop cleanly; after `seconds` at once (the next start then recovers from its log)."""
        if self.process is not None:
            child.stop(self.process, _FAST_STOP, _IMMEDIATE_STOP, seconds=seconds)

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _initialise(self, account: child.Account | None) -> None:
        """Make the cluster beside its place and move it there when it is whole: kill -9 can cut this short."""
        if self.folder.exists() and any(self.folder.iterdir()):
            raise StoreError(f"{self.folder} holds files but no PostgreSQL data; move it away and start again.")
        draft = self.folder.with_name(f"{self.folder.name}.unfinished")
        shutil.rmtree(draft, ignore_errors=True)
        self._make_cluster(child.private_folder(draft, account), account)
        draft.rename(self.folder)

    def _make_cluster(self, folder: Path, account: child.Account | None) -> None:
        """initdb, then our role and database by single-user mode, so that the superuser needs no way in."""
        where = child.here(folder, account)
        with tempfile.NamedTemporaryFile("w", prefix="cmhub-") as superuser:
            superuser.write(secrets.token_urlsafe(32))  # known to nobody: only single-user mode is left
            superuser.flush()
            if account is not None:
                os.chown(superuser.name, account.uid, account.gid)
            self._run(folder, account, "initdb", "-D", where, *_INITDB, f"--pwfile={superuser.name}")
        role = f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{self.password}'\n"
        database = f"CREATE DATABASE {NAME} OWNER {NAME}\n"
        self._run(folder, account, "postgres", "--single", "-D", where, "postgres", stdin=role + database)
        (folder / "pg_hba.conf").write_text(_HBA)
        if self.durable:
            self._run(folder, account, "initdb", "-D", where, "--sync-only")

    def _run(self, folder: Path, account: child.Account | None, program: str, *arguments: str, stdin: str = "") -> None:
        with self.log.open("ab") as log:
            process = child.spawn(
                [self.bin / program, *arguments],
                cwd=folder,
                log=log,
                account=account,
                stdin=subprocess.PIPE,
                on_parent_death=signal.SIGKILL,
            )
            child.finish(process, stdin)
        if process.returncode != 0:
            raise StoreError(f"PostgreSQL could not be set up: {child.last_line(self.log)} (see {self.log}).")


def _check_major(folder: Path, bin_: Path) -> None:
    """Raises StoreError where the data were written by another major version, which PostgreSQL cannot read."""
    ours = subprocess.run([bin_ / "postgres", "--version"], capture_output=True, text=True, check=True)
    major = ours.stdout.split()[-1].split(".")[0]
    theirs = (folder / "PG_VERSION").read_text().strip()
    if theirs != major:
        raise StoreError(
            f"The data in {folder} were written by PostgreSQL {theirs}, and this cmhub brings PostgreSQL {major}: "
            f"move them with pg_dump from the old version, or name a server in DATABASE_URL."
        )


def _wait_for_predecessor(folder: Path, seconds: float = 10) -> None:
    """After a kill -9 the old server needs a moment to close the folder."""
    end = time.monotonic() + seconds
    while _served(folder):
        if time.monotonic() > end:
            raise StoreError(f"Another PostgreSQL still serves {folder}.")
        time.sleep(0.05)


def _served(folder: Path) -> bool:
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except (FileNotFoundError, ValueError, IndexError, ProcessLookupError):
        return False
