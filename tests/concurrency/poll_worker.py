"""Polls what is due, of a network that writes down who asked for what, and may be slow."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

from tests.concurrency.processes import say, wish


def main() -> None:
    given = wish()
    from core import jobs
    from monitoring import polling, sentiment
    from networks import registry
    from networks.types import Page
    from tests.monitoring import scores
    from tests.monitoring.factories import item

    folder = Path(given["folder"])

    class Slow:
        capabilities = frozenset()

        def poll(self, address: str, cursor: dict) -> Page:
            with (folder / "asked").open("a") as asked:
                asked.write(f"{os.getpid()} {address}\n")
            time.sleep(given["takes"])
            return Page(items=(item(1, id_is_global=False),))

    jobs.LEASE = timedelta(seconds=given.get("lease", 90))
    sentiment.score = scores.score
    registry.connector = lambda key: Slow()
    polled = 0
    while batch := polling.poll_due(given.get("batch", 3)):
        polled += batch
    say(polled=polled)


if __name__ == "__main__":
    main()
