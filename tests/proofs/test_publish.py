"""Every fault once with few posts, and the planted mistakes: `./faults publish` as people run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from proofs.mistakes import MISTAKES
from proofs.scenarios import SCENARIOS
from tests.concurrency.processes import ROOT

POSTS = 50


def test_nothing_doubles_nothing_is_lost_every_state_is_true_and_planted_mistakes_are_caught():
    command = [sys.executable, "-m", "proofs", "publish", "--posts", str(POSTS), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])["results"]
    results = {result["name"]: result for result in told if not result["planted"]}
    assert set(results) == {scenario.name for scenario in SCENARIOS}
    assert {name: result["examples"] for name, result in results.items() if result["caught"]} == {}
    assert {name for name, result in results.items() if not result["hits"]} == set()
    assert {result["name"] for result in told if result["planted"] and result["caught"]} == set(MISTAKES)


def test_the_table_in_the_documentation_is_made_from_kept_runs():
    from proofs.__main__ import PAGE, RESULTS, table

    runs = [json.loads(path.read_text()) for path in sorted(Path(RESULTS).glob("publish-*.json"))]
    between = PAGE.read_text().partition("<!-- faults -->\n")[2].partition("<!-- /faults -->")[0]
    assert between == (table(runs) if runs else "")
