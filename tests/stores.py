"""Throw-away PostgreSQL and Valkey for the test run, unless DATABASE_URL and REDIS_URL name others.

Loaded by `-p` in pyproject.toml, because pytest-django reads the settings before any conftest.py: the addresses stand
from the moment of import, the servers start when pytest is configured. Workers of pytest-xdist inherit the addresses
and share the servers; each has a database and a Valkey database number of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from core.stores import binaries, child
from core.stores.child import LOOPBACK
from core.stores.postgres import Postgres
from core.stores.valkey import Valkey

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_KEPT = {"CMHUB_CONTRACTS_DIR", "CMHUB_PYTHON"}  # about the tests, not about an installation
_started: list[Postgres | Valkey] = []


def _choose() -> None:
    """Set the addresses and the data folder, in the first process only."""
    global folder
    from cmhub import secrets_file

    for name in [name for name in os.environ if name.startswith("CMHUB_") and name not in _KEPT]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="cmhub-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = secrets_file.ensure(folder)
    os.environ["CMHUB_DATA"] = str(folder)
    (folder / "static").mkdir()  # WhiteNoise warns where there is none
    binary = binaries.find(child.unprivileged())
    if not os.environ.get("DATABASE_URL"):
        log = folder / "postgres.log"
        postgres = Postgres(
            folder / "postgres", made.postgres_password, log, binary.postgres_bin, child.free_port(), durable=False
        )
        os.environ["DATABASE_URL"] = postgres.url
        _started.append(postgres)
    if not os.environ.get("REDIS_URL"):
        log = folder / "valkey.log"
        valkey = Valkey(folder / "valkey", made.valkey_password, log, binary.valkey, child.free_port(), durable=False)
        os.environ["REDIS_URL"] = valkey.url
        _started.append(valkey)


if _WORKER:  # gw0 takes database 1, gw1 database 2 …
    address, _, number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{address}/{int(number or 0) + 1 + int(_WORKER.removeprefix('gw'))}"
else:
    _choose()


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, and let nothing but loopback be reached."""
    try:
        for server in () if config.option.help or config.option.version else _started:
            server.start()
    except child.StoreError as error:
        pytest.exit(str(error), returncode=3)
    socket_allow_hosts([LOOPBACK, "::1", "localhost"], allow_unix_socket=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    for server in reversed(_started):
        server.stop(seconds=5)


@pytest.fixture(autouse=True, scope="session")
def _fast_passwords() -> None:
    """Hashing that is slow on purpose would be most of the suite's time."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
