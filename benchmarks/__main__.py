"""`./bench NAME` runs one measurement, `./bench all` those with figures, `./bench report` what reports cost. With
--check one past its limit fails.

Every measurement is a module here with `measure() -> list[Figure]` and runs in a process of its own, so that none warms
another's caches. Figures are ratios measured in one run: machines are noisy.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks import readme
from benchmarks.results import Figure, show

BASE_DIR = Path(__file__).resolve().parent.parent
MEASUREMENTS = {
    "ingest": "from the bytes of an answer to counted mentions, against the sum of its parts",
    "live": "200 open pages that ask for news: database connections, and what they cost other pages",
    "topics": "matching a mention against 10,000 topics, over matching it against 100",
    "jetstream": "all posts of Bluesky, read, matched with 1,000 topics and written, over reading them as JSON",
    "calendar": "a month of 2,000 posts, and 20 brands in one calendar, over a month of 50",
    "publish": "10,000 posts that are due at once, over the bare calls; lateness while 200 feeds hang",
    "kpis": "the KPI page and the ranking of authors over a million mentions, over ten thousand",
    "paper": "a weekly report of twelve pages with fourteen charts as PDF: seconds and memory",
    "pages": "the mentions page and the dashboard over a million mentions, over ten thousand",
}
"""Name of the module → what it measures, in the order of `all`."""
ALONE = frozenset({"live"})
"""Prints its own words, and is no part of `all`."""
TOGETHER = {"all": tuple(name for name in MEASUREMENTS if name not in ALONE), "report": ("kpis", "paper")}
"""What one name asks for together."""


def main(arguments: list[str]) -> int:
    """What the command line asks for. 0; 1 where --check found a figure past its limit; 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="./bench", epilog="\n".join(_listed()), formatter_class=_Raw)
    parser.add_argument("name", choices=[*TOGETHER, *MEASUREMENTS])
    parser.add_argument("--check", action="store_true", help="exit with 1 where a figure is past its limit")
    parser.add_argument("--write", action="store_true", help="with all: put the table into both READMEs")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.name in ALONE:
        importlib.import_module(f"benchmarks.{asked.name}").main()
        return 0
    if asked.json:
        found: list[Figure] = importlib.import_module(f"benchmarks.{asked.name}").measure()
        print(json.dumps([asdict(figure) for figure in found]))
        return 0
    figures = [figure for name in TOGETHER.get(asked.name, (asked.name,)) for figure in _run(name)]
    well = show(figures)
    print(_where())
    for figure in figures:
        if not figure.ok:
            print(f"past its limit: {figure.name}, {figure.value:,.4g} {figure.unit}, {figure.verdict}")
    if asked.write:
        readme.write(figures, _where(), BASE_DIR)
    return 1 if asked.check and not well else 0


class _Raw(argparse.RawDescriptionHelpFormatter):
    pass


def _listed() -> list[str]:
    return [f"{name:10} {what}" for name, what in MEASUREMENTS.items()]


def _run(name: str) -> list[Figure]:
    """The figures of one measurement; what it says meanwhile goes to the terminal."""
    print(f"{name}: {MEASUREMENTS[name]} …", flush=True)
    command = [sys.executable, "-m", "benchmarks", name, "--json"]
    done = subprocess.run(command, cwd=BASE_DIR, check=True, stdout=subprocess.PIPE, text=True)
    return [Figure(**given) for given in json.loads(done.stdout.splitlines()[-1])]


def _where() -> str:
    """The machine, in the terms that a figure depends on, and the commit."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    cores = sum(1 for line in _lines("/proc/cpuinfo") if line.startswith("processor"))
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=BASE_DIR, capture_output=True, text=True, check=False
    ).stdout.strip()
    return f"{cores} × {cpu}, Python {platform.python_version()}, seed 1, commit {commit or 'unknown'}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
