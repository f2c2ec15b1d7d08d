"""docker-compose.yml against the launcher's own table, and each of its commands run by hand."""

import os
import re
import signal
import subprocess
import sys
import uuid
from dataclasses import fields

import psycopg2
import pytest
import yaml

from cmhub import addresses, config
from cmhub.config import BASE_DIR, Config
from cmhub.launcher.processes import PREPARE, table
from core.stores.child import free_port
from tests.launcher.conftest import poll

CONTAINER = config.load({"CMHUB_DATA": "/data", "CMHUB_BIND": "0.0.0.0", "CMHUB_PORT": "8000"})
STORES = {"postgres", "redis"}


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]


def test_services_are_the_processes_of_the_table(services):
    assert services.keys() == {process.name for process in table(CONTAINER)} | {"prepare"} | STORES
    assert services["prepare"]["command"] == [*PREPARE, "--empty"]
    for process in table(CONTAINER):
        service = services[process.name]
        assert service["command"] == list(process.arguments)
        assert service["healthcheck"]["test"] == ["CMD", "python", *process.health]
        assert service.get("ports", []) == ([f"{process.port}:{process.port}"] if process.port else [])
        assert service["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}


def test_variables_are_settings_that_exist(services):
    known = {setting.metadata["name"] for setting in fields(Config)}
    for name in services.keys() - STORES:
        assert services[name]["environment"].keys() <= known
        assert config.load({**services[name]["environment"], **_filled(services[name])}).bind == "0.0.0.0"


def test_the_image_agrees():
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    assert 'ENTRYPOINT ["python"]' in dockerfile
    assert f"EXPOSE {CONTAINER.port}\n" in dockerfile
    assert f"ENV CMHUB_DATA={CONTAINER.data} CMHUB_BIND={CONTAINER.bind} CMHUB_PORT={CONTAINER.port}\n" in dockerfile


def _filled(service) -> dict[str, str]:
    """The environment with ${NAME:?} and ${NAME:-} as docker compose would fill them in."""
    given = {"CMHUB_PUBLIC_URL": "http://localhost", "POSTGRES_PASSWORD": "pw", "REDIS_PASSWORD": "pw"}
    return {
        name: re.sub(r"\$\{(\w+):[?-][^}]*\}", lambda found: given.get(found[1], ""), str(value))
        for name, value in service["environment"].items()
    }


@pytest.fixture
def database():
    """An empty database beside the tests' own; its address."""
    name = f"compose_{uuid.uuid4().hex[:8]}"
    url = os.environ["DATABASE_URL"]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    yield url.rpartition("/")[0] + "/" + name
    connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def test_each_command_runs_until_it_is_healthy_and_stops(services, database, tmp_path):
    port = str(free_port())

    def here(argument: str) -> str:
        return argument.replace("/data", str(tmp_path)).replace("8000", port)

    def run(name: str, command: list[str], **options) -> subprocess.Popen:
        stores = {"DATABASE_URL": database, "REDIS_URL": os.environ["REDIS_URL"]}
        settings = {key: here(value) for key, value in _filled(services[name]).items()} | stores
        environment = {"PATH": os.environ["PATH"], **settings}
        return subprocess.Popen([sys.executable, *map(here, command)], cwd=BASE_DIR, env=environment, **options)

    assert run("prepare", services["prepare"]["command"]).wait() == 0
    started = {}
    try:
        for process in table(CONTAINER):
            with (tmp_path / f"{process.name}.log").open("wb") as log:
                started[process.name] = run(process.name, services[process.name]["command"], stdout=log, stderr=log)
        for name, popen in started.items():
            health = services[name]["healthcheck"]["test"][2:]
            poll(
                lambda: popen.poll() is not None or run(name, health).wait() == 0,  # noqa: B023
                f"{name} is not healthy: " + (tmp_path / f"{name}.log").read_text(),
            )
            assert popen.poll() is None, (tmp_path / f"{name}.log").read_text()
    finally:
        for popen in started.values():
            popen.send_signal(signal.SIGTERM)
        codes = {name: popen.wait(60) for name, popen in started.items()}
    assert codes == dict.fromkeys(started, 0)


def test_addresses_of_stores_are_read_whole():
    place = addresses.database("postgresql://user:p%40ss@db.example:6000/hub?sslmode=require")
    assert {name: place[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")} == {
        "HOST": "db.example",
        "PORT": "6000",
        "USER": "user",
        "PASSWORD": "p@ss",
        "NAME": "hub",
    }
    assert place["OPTIONS"]["sslmode"] == "require"
