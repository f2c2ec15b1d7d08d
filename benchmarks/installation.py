"""A throw-away installation: stores, tables, and the real web server as the launcher starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2

from cmhub import config, secrets_file
from cmhub.launcher import processes
from core.stores import binaries, child
from core.stores.postgres import Postgres
from core.stores.valkey import Valkey

running: dict[str, Postgres | Valkey] = {}
"""«postgres» and «valkey» of the installation, for who has to stop one."""


@contextmanager
def stores(*, durable: bool = False, **settings: str) -> Iterator[Path]:
    """Empty stores with the tables made; the environment names them, so Django may be set up inside the block.

    With `durable` PostgreSQL waits for the disk, as `./run` has it: where a crash, or the price of a commit, counts.
    `settings` are PostgreSQL's own.
    """
    folder = Path(tempfile.mkdtemp(prefix="cmhub-bench-"))
    made, found = secrets_file.ensure(folder), binaries.find(child.unprivileged())
    log = folder / "postgres.log"
    kept, port = folder / "postgres", child.free_port()
    postgres = Postgres(kept, made.postgres_password, log, found.postgres_bin, port, durable, settings)
    valkey = Valkey(folder / "valkey", made.valkey_password, folder / "valkey.log", found.valkey, child.free_port())
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        running.update(postgres=postgres, valkey=valkey)
        for store in (postgres, valkey):
            store.start()
            stack.callback(store.stop, seconds=5)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "cmhub.settings",
            "CMHUB_DATA": str(folder),
            "CMHUB_PORT": str(child.free_port()),
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "CMHUB_LOG_LEVEL": "WARNING",
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True)
        yield folder


def copy_of_database(name: str, *, of: str = "") -> str:
    """A database `name` beside that of DATABASE_URL, a copy of it or of its neighbour `of`; its address."""
    address, _slash, template = os.environ["DATABASE_URL"].rpartition("/")
    by_the_server(f"CREATE DATABASE {name} TEMPLATE {of or template}")
    return f"{address}/{name}"


def drop_database(name: str) -> None:
    """Away with a copy, whoever of us is connected to it. Not WITH (FORCE): that ends nobody else's processes, and
    fails where autovacuum is at work, which leaves by itself."""
    by_the_server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND usename = user")
    by_the_server(f"DROP DATABASE {name}")


def by_the_server(statement: str) -> None:
    """Run one statement that belongs to no database, or to no transaction."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


@contextmanager
def web() -> Iterator[tuple[int, int]]:
    """The web server, answering; gives its port and its process id."""
    settings = config.load(os.environ)
    process = next(process for process in processes.table(settings) if process.name == "web")
    server = subprocess.Popen([sys.executable, *process.arguments])
    try:
        _wait(settings.port)
        yield settings.port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=15)


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and its living children have used so far. Linux only."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # PostgreSQL ends workers of its own whenever it likes
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(int(child_pid)) for child_pid in children)


def _wait(port: int, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the web server does not answer")
