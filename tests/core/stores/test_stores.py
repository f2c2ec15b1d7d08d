"""The embedded servers, started for real. The plugin's own pair serves where starting a second one proves nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.stores import binaries, child
from core.stores.child import StoreError
from core.stores.postgres import Postgres
from core.stores.valkey import Valkey


@pytest.fixture
def postgres(tmp_path):
    found = binaries.find(child.unprivileged())
    server = Postgres(tmp_path / "postgres", "pw", tmp_path / "postgres.log", found.postgres_bin, durable=False)
    yield server
    server.stop()


@pytest.fixture
def valkey(tmp_path):
    found = binaries.find(child.unprivileged())
    server = Valkey(tmp_path / "valkey", "pw", tmp_path / "valkey.log", found.valkey)
    yield server
    server.stop()


def test_postgres_works_below_a_folder_that_only_its_owner_may_enter(tmp_path, postgres):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    postgres.folder = closed / "postgres"
    postgres.start()
    with psycopg2.connect(postgres.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT usesuper, usecreatedb FROM pg_user WHERE usename = current_user")
        assert cursor.fetchone() == (False, True)
        cursor.execute("CREATE EXTENSION pg_trgm")
    connection.close()
    owner = postgres.folder.stat().st_uid
    account = child.unprivileged()
    assert owner == (account.uid if account else os.getuid())


@pytest.mark.parametrize("change", [("pw", "wrong"), ("//cmhub:pw", "//postgres:pw")])
def test_postgres_lets_nobody_else_in(postgres, change):
    postgres.start()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(postgres.url.replace(*change))


def test_postgres_refuses_data_of_another_major_version(tmp_path, postgres):
    postgres.folder.mkdir()
    (postgres.folder / "PG_VERSION").write_text("15\n")
    with pytest.raises(StoreError) as caught:
        postgres.start()
    assert str(caught.value) == (
        f"The data in {postgres.folder} were written by PostgreSQL 15, and this cmhub brings PostgreSQL 18: "
        f"move them with pg_dump from the old version, or name a server in DATABASE_URL."
    )


def test_postgres_leaves_a_folder_of_others_alone(postgres):
    postgres.folder.mkdir()
    (postgres.folder / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="holds files but no PostgreSQL data"):
        postgres.start()
    assert (postgres.folder / "letter.txt").read_text() == "dear"


def test_postgres_begins_anew_where_its_making_was_cut_short(tmp_path, postgres):
    unfinished = tmp_path / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    postgres.start()
    psycopg2.connect(postgres.url).close()
    assert not unfinished.exists()


def test_valkey_asks_for_its_password_and_keeps_its_data(tmp_path, valkey):
    valkey.start()
    with (
        redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    with redis.Redis.from_url(valkey.url) as client:
        client.set("kept", "yes")
    command_line = Path(f"/proc/{valkey.process.pid}/cmdline").read_bytes()
    assert b"pw" not in command_line.split(b"\0")
    valkey.stop()
    valkey.start()
    with redis.Redis.from_url(valkey.url) as client:
        assert client.get("kept") == b"yes"


def test_a_child_dies_with_a_parent_that_is_killed(tmp_path):
    script = (
        "import pathlib, signal, subprocess, sys, time\n"
        "from core.stores import child\n"
        "p = child.spawn(['sleep', '300'], cwd=pathlib.Path('/'), log=subprocess.DEVNULL,"
        "  account=child.unprivileged())\n"
        "print(p.pid, flush=True); time.sleep(300)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    assert Path(f"/proc/{pid}").exists()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]:
        assert time.monotonic() < end, "the child outlived its parent"
        time.sleep(0.02)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs the copy")
def test_binaries_in_a_closed_folder_are_copied_to_an_open_one(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(binaries.tempfile, "mkdtemp", lambda prefix: str((tmp_path / "fresh").absolute()))
    (tmp_path / "fresh").mkdir()
    monkeypatch.setattr(binaries, "_open_to_all", lambda folder: False)
    found = binaries.find(child.unprivileged())
    version = subprocess.run([found.postgres_bin / "postgres", "--version"], capture_output=True, text=True)
    assert version.stdout.startswith("postgres (PostgreSQL) 18.")
    assert found.valkey.parent.parent == tmp_path
    assert binaries.find(child.unprivileged()) == found, "the second start takes the copy of the first"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second account")
def test_a_planted_copy_is_not_taken(tmp_path):
    planted = tmp_path / "planted"
    planted.mkdir()
    os.chown(planted, 12345, 12345)
    assert not binaries._ours(planted)
    os.chown(planted, 0, 0)
    planted.chmod(0o777)
    assert not binaries._ours(planted)
    planted.chmod(0o755)
    assert binaries._ours(planted)
    link = tmp_path / "link"
    link.symlink_to(planted)
    assert not binaries._ours(link)
