"""Real installations, started by ./run with the environment of the tests instead of a new one."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from cmhub.config import BASE_DIR
from core.stores.child import free_port

# Far more than a start takes, because the suite may share two cores with much else; nothing waits that long in vain.
PATIENCE = 120


def poll(true, what, seconds=PATIENCE):
    """Wait until `true()` is; fail with `what` otherwise."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def touching(data: Path) -> set[str]:
    """Processes that work in the data folder, or name it in their arguments or environment. Zombies are dead."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z":
                continue
            told = process.joinpath("cmdline").read_bytes() + b"\0" + process.joinpath("environ").read_bytes()
            place = str(process.joinpath("cwd").readlink())
        except OSError:  # ended meanwhile, or of another account and so not ours
            continue
        if str(data).encode() in told or place.startswith(str(data)):
            found.add(process.name)
    return found


class Installation:
    """One data folder and port, started and stopped as a person would."""

    def __init__(self, data: Path):
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.settings: dict[str, str] = {}
        """What it was started with; its commands get it too."""

    def environment(self, **settings: str) -> dict[str, str]:
        names = {name: value for name, value in os.environ.items() if not name.startswith("CMHUB_")}
        for store in ("DATABASE_URL", "REDIS_URL"):
            names.pop(store, None)
        ours = {"CMHUB_DATA": str(self.data), "CMHUB_PORT": str(self.port), "CMHUB_PYTHON": sys.executable}
        return {**names, **ours, **self.settings, **settings}

    def start(self, *arguments: str, **settings: str) -> str:
        """Run until it says that it answers; what it printed."""
        self.settings = settings
        self.process = subprocess.Popen(
            [BASE_DIR / "run", *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = ""
        for line in self.process.stdout:
            said += line
            if line.startswith("Ctrl-C"):
                return said
        raise AssertionError(f"did not start: {said}{self.process.stderr.read()}")

    def refusal(self, *arguments: str, **settings: str) -> tuple[int, str]:
        """Exit code and standard error of a start that must not succeed."""
        ran = subprocess.run(
            [BASE_DIR / "run", *arguments],
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert ran.stdout == ""
        return ran.returncode, ran.stderr

    def get(self, path: str, host: str = "localhost") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=BASE_DIR, env=self.environment(), capture_output=True, text=True)

    @contextmanager
    def open_request(self):
        """A browser in the middle of a request."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
            yield

    def end(self, signum: signal.Signals, within: float = PATIENCE) -> int:
        """Send a signal and return the exit code of the process that was started."""
        self.process.send_signal(signum)
        code = self.process.wait(within)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.fixture
def installation(tmp_path):
    """Makes installations; ends what a failed test left running."""
    made = []

    def make(name: str) -> Installation:
        made.append(Installation(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        if one.process is not None and one.process.poll() is None:
            one.end(signal.SIGTERM)
