"""PostgreSQL and Valkey for one installation: the operator's servers, else embedded ones over the data folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg2
import redis

from cmhub.config import Config
from cmhub.launcher.preflight import CannotStart
from cmhub.secrets_file import Secrets
from core.stores import binaries, child
from core.stores.postgres import Postgres
from core.stores.valkey import Valkey

_PATIENCE = 15.0  # seconds for a server of the operator's that is just starting too


@dataclass
class Stores:
    """The servers that we started (none, one or two) and the addresses of both."""

    database_url: str = ""
    redis_url: str = ""
    started: dict[str, Postgres | Valkey] = field(default_factory=dict)

    def stop(self, seconds: float) -> None:
        """Stop what we started, each within `seconds`."""
        for server in reversed(self.started.values()):
            server.stop(seconds=seconds)

    def dead(self) -> str | None:
        """The name of one that has ended, if any."""
        for name, server in self.started.items():
            if server.process is not None and server.process.poll() is not None:
                return name
        return None


def start(config: Config, secrets: Secrets, stores: Stores) -> None:
    """Fill `stores`, so that what is started is known even where the next step fails.

    Raises StoreError or CannotStart.
    """
    logs = config.data / "logs"
    found = None
    if not (config.database_url and config.redis_url):
        found = binaries.find(child.unprivileged())
    if config.redis_url or found is None:
        stores.redis_url = config.redis_url
    else:
        valkey = Valkey(config.data / "valkey", secrets.valkey_password, logs / "valkey.log", found.valkey)
        stores.started["Valkey"] = valkey
        valkey.start()
        stores.redis_url = valkey.url
    if config.database_url or found is None:
        stores.database_url = config.database_url
    else:
        postgres = Postgres(
            config.data / "postgres", secrets.postgres_password, logs / "postgres.log", found.postgres_bin
        )
        stores.started["PostgreSQL"] = postgres
        postgres.start()
        stores.database_url = postgres.url
    _wait(lambda: psycopg2.connect(stores.database_url, connect_timeout=3).close(), "DATABASE_URL")
    _wait(lambda: _ping(stores.redis_url), "REDIS_URL")


def _ping(url: str) -> None:
    with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
        client.ping()


def _wait(connect: Callable[[], object], setting: str) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            connect()
        except (psycopg2.Error, redis.RedisError) as error:
            if time.monotonic() > end:
                reason = " ".join(str(error).split())
                raise CannotStart(f"The server named in {setting} does not answer: {reason}") from error
            time.sleep(0.3)
        else:
            return
