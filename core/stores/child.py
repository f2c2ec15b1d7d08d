"""Starting a server written by others: never as root, never outliving the process that started it."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LOOPBACK = "127.0.0.1"
_PR_SET_PDEATHSIG = 1  # prctl(2)
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class StoreError(Exception):
    """A store cannot be set up or started. The text is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """The system account that a child runs as."""

    uid: int
    gid: int


def unprivileged() -> Account | None:
    """`nobody` where we are root (PostgreSQL refuses to run as root), else None: as ourselves."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def private_folder(path: Path, account: Account | None) -> Path:
    """Make `path` a folder that only the account may enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None:
        os.chown(path, account.uid, account.gid)
    return path


def here(folder: Path, account: Account | None) -> str:
    """What a child started in `folder` calls it.

    As another account it cannot walk down to a folder below one that only root may enter. The kernel's link to
    the child's own working directory is followed without that walk (proc(5), /proc/pid/cwd).
    """
    return str(folder) if account is None else "/proc/self/cwd"


def tie_to_parent(signum: signal.Signals) -> None:
    """From now on the kernel sends us `signum` when the thread that started us ends, kill -9 included.

    A later change of user clears it (prctl(2)). Elsewhere than on Linux it does nothing.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signum))


def dies_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` (it runs after the change of user) that ties the child to us. Start it from the main thread."""
    parent = os.getpid()

    def arm() -> None:
        tie_to_parent(signum)
        if os.getppid() != parent:  # it ended between fork and prctl
            os._exit(1)

    return arm


def spawn(
    argv: Sequence[str | Path],
    *,
    cwd: Path,
    log: IO[bytes] | int,
    errors: IO[bytes] | int = subprocess.STDOUT,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    stdin: int | None = subprocess.DEVNULL,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `argv` in its own session (Ctrl-C reaches the parent only), tied to this process's life."""
    return subprocess.Popen(
        [str(part) for part in argv],
        cwd=cwd,
        env=env,
        stdin=stdin,
        stdout=log,
        stderr=errors,
        start_new_session=True,
        preexec_fn=dies_with_parent(on_parent_death),  # noqa: PLW1509  # two system calls, no lock
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def finish(process: subprocess.Popen[bytes], stdin: str = "") -> bytes:
    """Wait for a child that ends by itself; what it wrote where its log is a pipe. If we are stopped meanwhile, it and
    its own children are killed first."""
    try:
        output, _ = process.communicate(stdin.encode())
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return output or b""


def stop(process: subprocess.Popen[bytes], *signals: signal.Signals, seconds: float) -> None:
    """Send each signal in turn, waiting `seconds` after each; the last resort is SIGKILL."""
    for signum in signals:
        if process.poll() is not None:
            return
        process.send_signal(signum)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def free_port() -> int:
    """A loopback TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_until(answers: Callable[[], bool], process: subprocess.Popen[bytes], *, seconds: float) -> bool:
    """True as soon as `answers()` is; False when the process ends or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if answers():
            return True
        time.sleep(0.03)
    return False


def last_line(log: Path) -> str:
    """The last line that is not blank, for a message; empty where there is none."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()] if log.exists() else []
    return lines[-1].strip() if lines else ""
