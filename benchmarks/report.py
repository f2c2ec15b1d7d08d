"""What stands on top of everything: the KPI page over a million mentions, over ten thousand.

The worlds are those of benchmarks.pages, and so is the way of measuring.
"""

from __future__ import annotations

from benchmarks import pages
from benchmarks.results import Figure, show

PAGES = {
    "the KPI page": "reports/kpis/?from={first}&to={last}",
}


def measure() -> list[Figure]:
    """Ratios of server times, and differences of queries, big world over small."""
    with pages.worlds() as built:
        return pages.compared("report", PAGES, built)


if __name__ == "__main__":
    show(measure())
