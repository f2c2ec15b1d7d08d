"""`./faults publish`: every fault, 1,000 posts each, and what became of them; with --write, as data and as a table."""

from __future__ import annotations

import argparse
import json
import logging
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import installation
from proofs.scenarios import MISTAKES, SCENARIOS

BASE_DIR = Path(__file__).resolve().parent.parent
RESULTS = BASE_DIR / "proofs" / "results"
PAGE = BASE_DIR / "docs" / "publishing.md"
_TABLE = re.compile(r"(<!-- faults -->\n).*?(<!-- /faults -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """0 if nothing was found where nothing should be, and every planted mistake was."""
    parser = argparse.ArgumentParser(prog="./faults")
    parser.add_argument("what", choices=["publish"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=2, help="scenarios that run at the same time")
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument(
        "--write", action="store_true", help="keep the result as data, and the table in the documentation"
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON at the end")
    asked = parser.parse_args(arguments)
    chosen = [scenario for scenario in (*SCENARIOS, *MISTAKES) if asked.only in scenario.name]
    begun = time.monotonic()
    # the checker puts what happened in the order in which it was committed
    stores = installation.stores(track_commit_timestamp="on")
    with stores, tempfile.TemporaryDirectory(prefix="cmhub-faults-") as folder:
        import django

        django.setup()
        logging.disable()  # what goes wrong here is meant to; the checker says what matters
        from proofs import running

        results = running.run_all(chosen, asked.seed, asked.posts, Path(folder), at_once=asked.at_once)
    told: dict[str, Any] = {
        "seed": asked.seed,
        "posts": asked.posts,
        "commit": _commit(),
        "seconds": round(time.monotonic() - begun),
        "results": [{**asdict(result), "well": result.well} for result in results],
    }
    print()
    print(table([told]))
    for result in results:
        if not result.well:
            print(f"NOT WELL: {result.name}: {result.examples}")
    if asked.write:
        write(told)
    if asked.json:
        print(json.dumps(told))
    return 0 if all(result.well for result in results) else 1


def write(told: dict[str, Any]) -> None:
    """Keep a run as data, and make the table of the documentation from all runs that are kept."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"publish-{told['seed']}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    runs = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("publish-*.json"))]
    PAGE.write_text(_TABLE.sub(lambda found: found[1] + table(runs) + found[2], PAGE.read_text()))


def table(runs: list[dict[str, Any]]) -> str:
    """One line for each fault of each run, in Markdown."""
    lines = ["| fault | seed | hits | workers killed | states | twice | lost | false | untrue |", "|---|" + "---:|" * 8]
    lines[1] = "|---|---:|---:|---:|---|---:|---:|---:|---:|"
    for place in range(len(runs[0]["results"])):
        lines.extend(_line(run["seed"], run["results"][place]) for run in runs if place < len(run["results"]))
    for run in runs:
        lines += ["", f"Seed {run['seed']}: {run['posts']} posts each, commit {run['commit']}, {run['seconds']} s."]
    return "\n".join(lines) + "\n"


def _line(seed: int, result: dict[str, Any]) -> str:
    name = f"*planted:* {result['name']}" if result["planted"] else result["name"]
    states = ", ".join(f"{count} {state}" for state, count in result["states"].items())
    wrong = " | ".join(str(result[kind]) for kind in ("duplicates", "lost", "false", "untrue"))
    return f"| {name} | {seed} | {result['hits']} | {result['deaths']} | {states} | {wrong} |"


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, cwd=BASE_DIR, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
