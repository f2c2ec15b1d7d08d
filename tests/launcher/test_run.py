"""./run for real: what a person sees, what stays, and that nothing is left behind."""

import json
import os
import signal
import stat

import pytest

from tests.launcher.conftest import PATIENCE, poll, touching

PARTS = {"web", "publish", "listen", "documents", "webhooks", "schedule", "demo-network", "PostgreSQL", "Valkey"}


def test_two_side_by_side_stop_killed_and_started_again(installation):
    one, two = installation("closed/one"), installation("two")
    one.data.parent.mkdir(mode=0o700)  # as root, the stores' account cannot walk through here

    said = one.start("--empty")
    address, way_in, stop = said.splitlines()
    assert address == f"cmhub answers at http://localhost:{one.port}"
    assert way_in.startswith(f"Nobody has an account yet. Make the first one at http://localhost:{one.port}/")
    assert one.get(way_in.partition(str(one.port))[2]).status == 200
    assert stop == "Ctrl-C stops it."
    ready = one.get("/readyz")
    assert (ready.status, json.loads(ready.text)["status"]) == (200, "ok")
    for name in ("secrets.json", "run.json"):
        assert stat.S_IMODE((one.data / name).stat().st_mode) == 0o600
    assert json.loads((one.data / "run.json").read_text())["children"].keys() >= PARTS
    assert one.get("/healthz", host="evil.example").status == 400

    code, sentence = one.refusal()
    assert code == 1
    assert sentence == (
        f"cmhub already runs over {one.data} at http://localhost:{one.port}; "
        f"stop it, or choose another CMHUB_DATA and CMHUB_PORT.\n"
    )
    code, sentence = two.refusal(CMHUB_PORT=str(one.port))
    assert (code, sentence) == (
        1,
        f"Port {one.port} is in use by another program; stop it, or choose another CMHUB_PORT.\n",
    )

    two.start("--empty")
    made = one.manage("shell", "-v0", "-c", "from accounts.models import User; User.objects.create_user('a@b.example')")
    assert (made.returncode, made.stderr) == (0, "")

    with one.open_request():  # that a page is just being asked for holds nothing up
        one.end(signal.SIGKILL)
    poll(lambda: not touching(one.data), "processes outlived a kill -9", seconds=10)
    assert two.get("/readyz").status == 200

    with two.open_request():
        assert two.end(signal.SIGTERM, within=5) == 0
    assert touching(two.data) == set()
    assert not (two.data / "run.json").exists()

    told = one.manage("shell", "-v0", "-c", "from accounts.models import User; print(User.objects.count())")
    assert told.returncode == 1
    assert told.stderr == (
        f"This command needs the database, and no cmhub runs over {one.data}: "
        f"start it with ./run, or set DATABASE_URL.\n"
    )
    one.start("--empty")
    told = one.manage("shell", "-v0", "-c", "from accounts.models import User; print(User.objects.count())")
    assert (told.returncode, told.stdout) == (0, "1\n")

    listening = json.loads((one.data / "run.json").read_text())["children"]["listen"]
    os.kill(listening, signal.SIGKILL)
    assert one.process.stderr.readline().startswith("listen ended with code -9; starting it again in 1 s")
    poll(lambda: (one.data / "alive").joinpath(f"listen@{os.uname().nodename}").exists(), "listen stayed away")

    server = json.loads((one.data / "run.json").read_text())["children"]["Valkey"]
    os.kill(server, signal.SIGKILL)
    assert one.process.wait(PATIENCE) == 1
    assert one.process.stderr.readlines()[-1].startswith("Valkey has ended, so cmhub stops")
    assert touching(one.data) == set()


@pytest.mark.parametrize(
    ("settings", "code", "sentence"),
    [
        ({"CMHUB_COLOUR": "red"}, 1, "CMHUB_COLOUR is not a setting of cmhub; docs/settings.md lists them.\n"),
        (
            {"REDIS_URL": "http://localhost"},
            1,
            "REDIS_URL has to be an address that starts with redis:// or rediss://.\n",
        ),
        ({"CMHUB_BIND": "203.0.113.7"}, 1, "CMHUB_BIND=203.0.113.7 is not an address of this machine.\n"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(installation, settings, code, sentence):
    assert installation("data").refusal(**settings) == (code, sentence)


def test_data_of_another_postgresql_are_left_alone(installation):
    one = installation("data")
    (one.data / "postgres").mkdir(parents=True)
    (one.data / "postgres/PG_VERSION").write_text("16\n")
    code, sentence = one.refusal()
    assert code == 1
    assert sentence.startswith(f"The data in {one.data}/postgres were written by PostgreSQL 16, and ")
    assert sentence.count("\n") == 1
    assert touching(one.data) == set()


def test_a_data_folder_that_is_a_file(installation, tmp_path):
    (tmp_path / "data").write_text("")
    code, sentence = installation("data").refusal()
    assert (code, sentence) == (1, f"{tmp_path}/data is not a folder; set CMHUB_DATA to one.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_without_the_right(installation, tmp_path):
    (tmp_path / "data").mkdir(mode=0o500)
    code, sentence = installation("data").refusal()
    assert code == 1
    assert sentence.startswith("You may not write to ")
    assert sentence.count("\n") == 1
