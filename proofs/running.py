"""Scenarios one after the other or two at a time, each on a copy of one prepared database, and what came of them."""

from __future__ import annotations

import gc
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import psycopg2

from benchmarks import installation
from proofs import brokers, checker, conductor, world
from proofs.conductor import Conductor, fork
from proofs.scenarios import Scenario
from proofs.shared_clock import SharedClock
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
        return self.caught == self.planted and (self.planted or self.hits >= min(50, self.posts // 20))


def run_all(scenarios: list[Scenario], seed: int, posts: int, folder: Path, *, at_once: int = 2) -> list[Result]:
    """Run `scenarios` on the stores of the environment; Django is set up. Results in the order of `scenarios`."""
    _warm_up()
    # The disk is not waited for, the kernel is: what is committed outlives any crash but the machine's own.
    installation.by_the_server("ALTER ROLE CURRENT_USER SET synchronous_commit = on")
    _in_child(partial(_build, installation.copy_of_database("world"), posts, seed, ""), "the posts")
    numbered = list(enumerate(scenarios))
    running: dict[int, Scenario] = {}
    for number, scenario in (pair for pair in numbered if not pair[1].alone):
        while len([one for one in running.values() if not one.celery]) >= at_once:  # that one mostly waits
            _reap(running, folder)
        running[fork(partial(_run, scenario, number, seed, posts, folder))] = scenario
    while running:
        _reap(running, folder)
    for number, scenario in (pair for pair in numbered if pair[1].alone):
        _run(scenario, number, seed, posts, folder)  # here: the server is this process's child
        _tell(folder, scenario)
    return [_read(folder, scenario) for scenario in scenarios]


def _warm_up() -> None:
    """Load now what forks would each load for themselves, and keep it where they share it."""
    from calendar_app import holding, scheduling, tasks
    from networks import registry
    from proofs import mistakes, networks, people

    _loaded = (holding, scheduling, tasks, mistakes, people)
    networks.register()
    for kind in networks.KINDS:
        registry.publisher(kind.key)
    gc.collect()
    gc.freeze()


def _in_child(work: Callable[[], None], what: str) -> None:
    if os.waitpid(fork(work), 0)[1]:
        raise RuntimeError(f"«{what}» did not come to its end")


def _reap(running: dict[int, Scenario], folder: Path) -> None:
    pid, status = os.waitpid(-1, 0)
    if scenario := running.pop(pid, None):
        if status:
            _give_up(folder, scenario)
        _tell(folder, scenario)


def _give_up(folder: Path, scenario: Scenario) -> None:
    """Whatever went wrong in one scenario is its result; the others go on."""
    wrong = Result(
        scenario.name,
        posts=0,
        hits=0,
        deaths=0,
        seconds=0.0,
        states={},
        duplicates=0,
        lost=0,
        false=0,
        untrue=1,
        caught=not scenario.mistake,
        planted=bool(scenario.mistake),
        examples=["it did not come to its end"],
    )
    (_home(folder, scenario) / "result").write_text(json.dumps(asdict(wrong)))


def _tell(folder: Path, scenario: Scenario) -> None:
    """Who waits sees how far it is."""
    result = json.loads((_home(folder, scenario) / "result").read_text())
    print(f"{result['seconds']:6.1f} s  {result['name']}: {result['hits']} hits, {result['states']}", flush=True)


def _build(address: str, posts: int, seed: int, zone: str) -> None:
    _use(address)
    world.build(posts, seed, zone=zone)


def _use(address: str) -> None:
    """Have Django work on another database of the same server."""
    from django.db import connections

    connections["default"].settings_dict["NAME"] = address.rpartition("/")[2]
    os.environ["DATABASE_URL"] = address


def _run(scenario: Scenario, number: int, seed: int, posts: int, folder: Path) -> None:
    """One scenario, in a process of its own."""
    begun, home = time.monotonic(), _home(folder, scenario)
    (home / "hits").mkdir(parents=True)
    database = _database(scenario, number, posts, seed)
    process, port = conductor.start_recorder(home, scenario, seed, posts)
    try:
        _point_accounts_to(database, port)
        with _dark(scenario.dark) as address:
            deaths = _play(scenario, _orders(scenario, seed, posts, home / "hits", address), port)
    finally:
        process.kill()
        process.wait()
    found, seen = checker.check(database, home / "recorded", by_the_clock=bool(scenario.zone))
    found.untrue += checker.armed_while_paused(seen) + checker.armed_while_held(seen)
    result = Result(
        scenario.name,
        posts=posts,
        hits=_hits(scenario, home / "hits", posts, seen),
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
    installation.drop_database(f"fault_{number}")


def _database(scenario: Scenario, number: int, posts: int, seed: int) -> str:
    """Its own, full of posts; the address. Django works on it from now on."""
    if scenario.zone:
        address = installation.copy_of_database(f"fault_{number}")
        _in_child(partial(_build, address, posts, seed, scenario.zone), "the posts")
    else:
        address = installation.copy_of_database(f"fault_{number}", of="world")
    _use(address)
    return address


def _orders(scenario: Scenario, seed: int, posts: int, hits: Path, dark: str) -> Orders:
    asked = (scenario.threads, scenario.kill, scenario.freeze, scenario.hurried)
    return Orders(
        seed, hits, SharedClock(), *asked, dark, scenario.share_of(posts), scenario.mistake, bool(scenario.person)
    )


def _hits(scenario: Scenario, counted: Path, posts: int, seen: checker.Witnesses) -> int:
    """How many posts met the fault."""
    if scenario.everywhere:
        return posts
    if scenario.network == "signed out":
        return sum(row["held_for"] == "broken" for row in seen.publications)
    if scenario.network and not scenario.freeze:
        return seen.faults
    return len(list(counted.iterdir()))


def _play(scenario: Scenario, orders: Orders, port: int) -> int:
    if scenario.celery:
        return brokers.play(orders.folder)
    conducting = Conductor(scenario, orders, port)
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
