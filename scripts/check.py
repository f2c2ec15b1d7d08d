"""The checks of ./test, one after the other, then pytest. All checks run even where one fails."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PACKAGES = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
CHECKS: dict[str, list[str]] = {
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "templates"],
    "types": [str(BIN / "mypy"), *PACKAGES, "scripts", "manage.py"],
    "layers": [str(BIN / "lint-imports"), "--no-cache"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "messages": [sys.executable, "-m", "core.messages", "check"],
}


def main(arguments: list[str]) -> int:
    """Run everything; 0 only where everything passed."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    parallel = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "auto", "--dist", "worksteal"]
    tests = subprocess.run([sys.executable, "-m", "pytest", *parallel, *arguments], cwd=BASE_DIR, check=False)
    if failed and tests.returncode == 0:
        return 1
    return tests.returncode


def _passes(name: str, command: list[str]) -> bool:
    """Run one check; its output is shown only where it fails."""
    done = subprocess.run(
        command, cwd=BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    passed = done.returncode == 0
    print(f"{name}: {'ok' if passed else 'FAILED'}", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
