"""Scenarios one after the other or two at a time, each on a copy of one prepared database, and what came of them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

import psycopg2

from benchmarks import installation
from proofs import brokers, checker, conductor, world
from proofs.conductor import Conductor, fork
from proofs.scenarios import Scenario
from proofs.worker import Orders


@dataclass
class Result:
    """What became of one scenario."""

    name: str
    posts: int
    hits: int
    deaths: int
    seconds: float
    states: dict[str, int]
    duplicates: int
    lost: int
    false: int
    untrue: int
    caught: bool
    """Something was wrong. Of planted mistakes this is what is wanted."""
    planted: bool = False
    examples: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return self.caught == self.planted and (self.planted or self.hits >= min(50, self.posts // 50))


def run_all(scenarios: list[Scenario], seed: int, posts: int, folder: Path, *, at_once: int = 2) -> list[Result]:
    """Run `scenarios` on the stores of the environment; Django is set up. Results in the order of `scenarios`."""
    databases: dict[str, str] = {}
    for zone in {scenario.zone for scenario in scenarios}:
        databases[zone] = _prepared(zone, posts, seed, len(databases))
    running: dict[int, Scenario] = {}
    numbered = list(enumerate(scenarios))
    for number, scenario in (pair for pair in numbered if not pair[1].alone):
        while len(running) >= at_once:
            _reap(running)
        database = installation.copy_of_database(f"fault_{number}", of=databases[scenario.zone])
        running[fork(partial(_run, scenario, database, seed, posts, folder))] = scenario
    while running:
        _reap(running)
    for number, scenario in (pair for pair in numbered if pair[1].alone):
        _run(
            scenario, installation.copy_of_database(f"fault_{number}", of=databases[scenario.zone]), seed, posts, folder
        )
        print(".", end="", flush=True)
    return [_read(folder, scenario) for scenario in scenarios]


def _reap(running: dict[int, Scenario]) -> None:
    pid, status = os.waitpid(-1, 0)
    scenario = running.pop(pid, None)
    if scenario and status:
        raise RuntimeError(f"«{scenario.name}» could not be run to its end")
    if scenario:
        print(".", end="", flush=True)


def _prepared(zone: str, posts: int, seed: int, number: int) -> str:
    """A database with posts; its name."""
    name = f"world_{number}"
    address = installation.copy_of_database(name)

    def build() -> None:
        _use(address)
        world.build(posts, seed, zone=zone)

    pid = fork(build)
    if os.waitpid(pid, 0)[1]:
        raise RuntimeError("the posts could not be made")
    return name


def _use(address: str) -> None:
    """Have Django work on another database of the same server."""
    from django.db import connections

    connections["default"].settings_dict["NAME"] = address.rpartition("/")[2]
    os.environ["DATABASE_URL"] = address


def _run(scenario: Scenario, database: str, seed: int, posts: int, folder: Path) -> None:
    _use(database)
    home = _home(folder, scenario)
    (home / "hits").mkdir(parents=True)
    begun = time.monotonic()
    process, port = conductor.start_recorder(home, scenario, seed, posts)
    try:
        _point_accounts_to(database, port)
        with _dark(scenario.dark) as address:
            share = scenario.share_of(posts)
            orders = Orders(
                seed, home / "hits", scenario.threads, scenario.kill, scenario.freeze, scenario.hurried, address, share
            )
            deaths = _play(scenario, orders, port)
    finally:
        process.kill()
        process.wait()
    found, seen = checker.check(database, home / "recorded", by_the_clock=bool(scenario.zone))
    found.untrue += checker.armed_while_paused(seen)
    hits = len(list((home / "hits").iterdir())) + seen.faults
    hits += posts if scenario.everywhere else 0
    if scenario.network == "signed out":
        hits = sum(row["held_for"] == "broken" for row in seen.publications)
    result = Result(
        scenario.name,
        posts=posts,
        hits=hits,
        deaths=deaths,
        seconds=round(time.monotonic() - begun, 1),
        states=dict(sorted(found.states.items())),
        duplicates=len(found.duplicates),
        lost=len(found.lost),
        false=len(found.false),
        untrue=len(found.untrue),
        caught=not found.well,
        planted=bool(scenario.mistake),
        examples=[*found.duplicates[:3], *found.lost[:3], *found.false[:3], *found.untrue[:3]],
    )
    (home / "result").write_text(json.dumps(asdict(result)))


def _play(scenario: Scenario, orders: Orders, port: int) -> int:
    if scenario.celery:
        return brokers.play(orders.folder)
    conducting = Conductor(scenario, replace(orders, mistake=scenario.mistake), port)
    if scenario.restarts:
        conducting.between = brokers.PostgresRestarts(orders.folder)
    conducting.run()
    return conducting.deaths


@contextmanager
def _dark(wanted: bool) -> Iterator[str]:
    """An address whose queue is full: a connection is never made, and the caller's patience ends."""
    if not wanted:
        yield ""
        return
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as listener,
        socket.socket() as first,
        socket.socket() as second,
    ):
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def _point_accounts_to(database: str, port: int) -> None:
    connection = psycopg2.connect(database)
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE channels_account SET base = %s", [f"http://127.0.0.1:{port}"])
    connection.close()


def _home(folder: Path, scenario: Scenario) -> Path:
    return folder / scenario.name.replace("/", "-").replace(" ", "-")


def _read(folder: Path, scenario: Scenario) -> Result:
    home = _home(folder, scenario)
    result = Result(**json.loads((home / "result").read_text()))
    shutil.rmtree(home)
    return result
