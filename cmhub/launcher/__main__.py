"""`python -m cmhub.launcher`: brings up one whole installation and stays its parent until it is stopped."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from cmhub import config, running, secrets_file
from cmhub.config import BASE_DIR, Config, ConfigError
from cmhub.launcher import preflight, stores
from cmhub.launcher.preflight import CannotStart
from cmhub.launcher.processes import PREPARE, table
from cmhub.launcher.stores import Stores
from cmhub.launcher.supervisor import Supervisor
from cmhub.running import Running
from core.stores import child
from core.stores.child import StoreError

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_KEPT_LOG = 5 * 1024**2  # bytes; a longer log starts anew, and the one before is kept as .1
_PAGES_STOP, _STORE_STOP = 2.0, 1.0  # seconds; Valkey and PostgreSQL one after the other: below 5 in all


class Stopped(BaseException):
    """Ctrl-C or SIGTERM. Not an Exception: libraries that retry catch those."""


def main() -> int:
    """Run until stopped; the exit code."""
    parser = argparse.ArgumentParser(prog="./run", description="Start cmhub. Settings: docs/settings.md.")
    parser.add_argument("--empty", action="store_true", help="make no demo workspace at the first start")
    options = parser.parse_args()
    _listen(_stop)
    try:
        loaded = config.load(os.environ)
        preflight.data_folder(loaded.data)
        with preflight.lock(loaded.data):
            return _run(loaded, empty=options.empty)
    except ConfigError as error:
        print(error, file=sys.stderr)
    except (CannotStart, StoreError) as error:
        print(preflight.disk_full(loaded.data) or error, file=sys.stderr)
    except OSError as error:
        print(preflight.describe(error, loaded.data), file=sys.stderr)
    except Stopped:
        return 0
    finally:
        _listen(signal.SIG_IGN)
    return 1


def _stop(*_: object) -> NoReturn:
    """Raise Stopped now, and again until the cleaning up begins: Python drops what is raised inside a destructor."""
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    raise Stopped


def _listen(action: Callable[..., NoReturn] | signal.Handlers) -> None:
    for signum in (*_STOPPING, signal.SIGALRM):
        signal.signal(signum, action)


def _run(loaded: Config, *, empty: bool) -> int:
    preflight.port(loaded)
    if loaded.on_loopback and not loaded.demo_network_url:
        loaded = replace(loaded, demo_network_url=f"http://127.0.0.1:{child.free_port()}")
    secrets = secrets_file.ensure(loaded.data)
    _rotate(loaded.data / "logs")
    servers = Stores()
    supervisor = Supervisor(loaded, {})
    try:
        stores.start(loaded, secrets, servers)
        supervisor.environment = _environment(loaded, servers)
        way_in = _prepare(loaded, supervisor.environment, empty=empty)
        for process in table(loaded):
            supervisor.start(process)
        supervisor.wait_until_all_answer(seconds=180)
        _announce(loaded, servers, supervisor, way_in, secrets.demo_password)
        _watch(servers, supervisor)
    except Stopped:
        return 0
    finally:
        _listen(signal.SIG_IGN)
        supervisor.stop(_PAGES_STOP)
        servers.stop(_STORE_STOP)
        running.remove(loaded.data)


def _watch(servers: Stores, supervisor: Supervisor) -> NoReturn:
    """Until we are stopped. Raises CannotStart when a store ends: without it nothing else is right."""
    while True:
        time.sleep(0.5)
        dead = servers.dead()
        if dead:
            raise CannotStart(f"{dead} has ended, so cmhub stops; data/logs say why. Nothing that was saved is lost.")
        supervisor.tend()


def _environment(loaded: Config, servers: Stores) -> Mapping[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "CMHUB_DATA": str(loaded.data),
        "CMHUB_DEMO_NETWORK_URL": loaded.demo_network_url,
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(loaded: Config, environment: Mapping[str, str], *, empty: bool) -> str:
    """Tables, static files and, at a first start, the demo.

    Returns how people come in: the demo's mail address, the link where the first account is made, or nothing to say.
    """
    log = loaded.data / "logs/prepare.log"
    with log.open("ab") as errors:
        done = child.spawn(
            [sys.executable, *PREPARE, *(["--empty"] if empty else [])],
            cwd=BASE_DIR,
            env=environment,
            log=subprocess.PIPE,
            errors=errors,
            on_parent_death=signal.SIGKILL,
        )
        output = child.finish(done)
    if done.returncode != 0:
        raise CannotStart(f"The database could not be prepared: {child.last_line(log)} (see {log}).")
    return output.decode().strip()


def _announce(loaded: Config, servers: Stores, supervisor: Supervisor, way_in: str, password: str) -> None:
    url = f"http://localhost:{loaded.port}" if loaded.on_loopback else loaded.public_address
    children = supervisor.pids() | {
        name: server.process.pid for name, server in servers.started.items() if server.process
    }
    running.write(
        loaded.data,
        Running(
            database_url=servers.database_url,
            redis_url=servers.redis_url,
            demo_network_url=loaded.demo_network_url,
            url=url,
            pid=os.getpid(),
            children=children,
        ),
    )
    print(f"cmhub answers at {url}")
    if "://" in way_in:
        print(f"Nobody has an account yet. Make the first one at {way_in}")
    elif way_in and loaded.on_loopback:
        print(f"Sign in to the demo as {way_in} with the password {password}")
    print("Ctrl-C stops it.", flush=True)


def _rotate(logs: Path) -> None:
    for log in logs.glob("*.log"):
        if log.stat().st_size > _KEPT_LOG:
            log.replace(log.with_suffix(".log.1"))


if __name__ == "__main__":
    sys.exit(main())
