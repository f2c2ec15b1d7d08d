"""The consumer as its own process: killed in the middle it loses nothing and doubles nothing; told to stop it stops."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys

import pytest
from django.db import connections

from brands.scope import brand_scope
from core import clock
from monitoring import recounting, sources
from monitoring.models import HourlyCount, Mention, MentionTopic, Source, Stream, Topic
from networks import registry
from networks.streams import place
from tests.concurrency.processes import ROOT, database_url, wait_for
from tests.monitoring import factories
from tests.networks.jetstream_fake import FakeJetstream, place_of
from tests.networks.jetstream_world import World


@pytest.fixture
def consumers(transactional_db, tmp_path):
    """Starts consumers that hear a server; those that still run are killed at the end."""
    started: list[subprocess.Popen] = []

    def start(server: FakeJetstream) -> subprocess.Popen:
        mine = {"DATABASE_URL": database_url(), "CMHUB_JETSTREAM": server.url, "CMHUB_DATA": str(tmp_path)}
        log = (tmp_path / f"{len(started)}.log").open("w")
        command = [sys.executable, "manage.py", "consume_jetstream"]
        started.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **mine}, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def listening(name: str, query: str):
    brand = factories.brand(name)
    with brand_scope(brand.pk):
        sources.add_stream(brand, registry.streamers()[0], by=None)
        Topic.objects.create(brand=brand, name=query, query=query)
    return brand


def world_from_now(**fields) -> World:
    """What happens from now on, where the consumer has been up to now."""
    Stream.objects.create(network="jetstream", cursor=place(clock.now()))
    return World(began=clock.now(), **fields)


def reached(frame: str) -> bool:
    return Stream.objects.filter(cursor__gte=place_of(frame)).exists()


def listed() -> list[str]:
    return list(Mention.objects.filter(gone_at=None).values_list("external_id", flat=True))


def test_killed_again_and_again_it_writes_exactly_what_matches_once(consumers):
    lumbre, verdea = listening("Lumbre", "lumbre"), listening("Verdea", "verdea")
    world = world_from_now(seed=11, mentioned=("Lumbre", "Verdea"), share=0.2)
    frames = world.frames(1500)
    when = random.Random(11)
    with FakeJetstream(frames, pause=0.002) as server:
        for kill_at in sorted(when.sample(range(200, 1200), 3)):
            consumer = consumers(server)
            wait_for(lambda: reached(frames[kill_at]), [consumer])  # noqa: B023
            os.kill(consumer.pid, signal.SIGKILL)
            consumer.wait()
        server.pause = 0
        last = world.frames(100)
        server.tell(last)
        consumer = consumers(server)
        wait_for(lambda: reached(last[-1]), [consumer])
        consumer.terminate()
        assert consumer.wait(20) == 0
    for brand, word in ((lumbre, "Lumbre"), (verdea, "Verdea")):
        with brand_scope(brand.pk):
            world.check(word, listed())
            assert Source.objects.get().items_found == Mention.objects.count()
            counted = sorted(HourlyCount.objects.exclude(n=0).values_list("topic", "hour", "sentiment", "n"), key=str)
            recounting.recount(brand)
            again = sorted(HourlyCount.objects.exclude(n=0).values_list("topic", "hour", "sentiment", "n"), key=str)
            assert counted == again
            assert MentionTopic.objects.count() > 20


def test_a_second_one_waits_and_takes_the_place_of_the_first(consumers, tmp_path):
    lumbre = listening("Lumbre", "lumbre")
    world = world_from_now(seed=2, mentioned=("Lumbre",), share=0.5)
    first, second = world.frames(50), world.frames(50)
    with FakeJetstream(first) as server:
        one = consumers(server)
        wait_for(lambda: reached(first[-1]), [one])
        alive = next(tmp_path.glob("alive/jetstream@*"))
        one.send_signal(signal.SIGSTOP)  # whoever touches the file from here on is the other
        before = alive.stat().st_mtime
        two = consumers(server)
        wait_for(lambda: alive.stat().st_mtime > before, [one, two])
        assert len(server.asked) == 1
        os.kill(one.pid, signal.SIGKILL)
        one.wait()
        server.tell(second)
        wait_for(lambda: reached(second[-1]), [two])
        two.terminate()
        assert two.wait(20) == 0
    with brand_scope(lumbre.pk):
        world.check("Lumbre", listed())
        assert Source.objects.get().state == "waiting"


def test_the_database_may_go_away(consumers):
    lumbre = listening("Lumbre", "lumbre")
    world = world_from_now(seed=3, mentioned=("Lumbre",), share=0.5)
    first, second = world.frames(100), world.frames(100)
    with FakeJetstream(first) as server:
        consumer = consumers(server)
        wait_for(lambda: reached(first[-1]), [consumer])
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        server.tell(second)
        wait_for(lambda: reached(second[-1]), [consumer])
    with brand_scope(lumbre.pk):
        world.check("Lumbre", listed())
