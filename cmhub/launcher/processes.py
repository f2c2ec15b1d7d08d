"""The one table of what cmhub consists of. The launcher starts it; a test compares docker-compose.yml with it."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from cmhub.config import Config

QUEUES = {"publish": 2, "listen": 2, "documents": 1, "webhooks": 1}  # worker → processes in its pool
PREPARE = ("manage.py", "prepare")  # once before the rest: secrets, tables, static files


@dataclass(frozen=True)
class Process:
    """One long-running process.

    `arguments` follow the interpreter; `host` and `port` are what it listens on, if anything; `health` is the command
    (again after the interpreter) that exits with 0 while it is alive; `orphaned` is the signal that it gets when the
    launcher was killed.
    """

    name: str
    arguments: tuple[str, ...]
    health: tuple[str, ...]
    host: str = ""
    port: int | None = None
    orphaned: signal.Signals = signal.SIGKILL


def table(config: Config) -> list[Process]:
    """Every process, in the order of starting."""
    demo = [_demo_network(config, config.demo_network_port)] if config.demo_network_port else []
    return [_web(config), *(_worker(name) for name in QUEUES), _schedule(config), _jetstream(), *demo]


def _health(name: str) -> tuple[str, ...]:
    return ("-m", "cmhub.alive", name)


def _web(config: Config) -> Process:
    host = "127.0.0.1" if config.bind == "localhost" else config.bind
    arguments = (
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(config.port)),
        *("--workers", "1", "--blocking-threads", str(config.web_threads), "--no-ws"),
        *("--workers-kill-timeout", "2", "--log-level", "warning"),
        "cmhub.wsgi:application",
    )
    return Process("web", arguments, _health("web"), host, config.port, orphaned=signal.SIGTERM)


def _worker(queue: str) -> Process:
    arguments = (
        *("-m", "celery", "--app", "cmhub.celery", "worker", "--queues", queue, "--hostname", f"{queue}@%h"),
        *("--concurrency", str(QUEUES[queue]), "--without-gossip", "--without-mingle"),
    )
    return Process(queue, arguments, _health(queue))


def _schedule(config: Config) -> Process:
    arguments = (
        *("-m", "celery", "--app", "cmhub.celery", "beat", "--scheduler", "cmhub.schedule:AliveScheduler"),
        *("--schedule", str(config.data / "schedule"), "--pidfile="),
    )
    return Process("schedule", arguments, _health("schedule"))


def _jetstream() -> Process:
    return Process("jetstream", ("manage.py", "consume_jetstream"), _health("jetstream"))


def _demo_network(config: Config, port: int) -> Process:
    kept = str(config.data / "demo-network.jsonl")
    arguments = ("-m", "networks.demo.server", "--port", str(port), "--keep", kept)
    return Process("demo-network", arguments, _health("demo-network"), "127.0.0.1", port)
