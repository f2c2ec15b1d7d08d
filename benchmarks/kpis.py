"""What reports are made of: the KPI page and the ranking of authors over a million mentions, over ten thousand.

The worlds are those of benchmarks.pages, and so is the way of measuring.
"""

from __future__ import annotations

from benchmarks import pages
from benchmarks.results import Figure, show

PAGES = {
    "the KPI page": "reports/kpis/?from={first}&to={last}",
    "the ranking of authors": "people/?period=30",
}


def measure() -> list[Figure]:
    """Ratios of server times, and differences of queries, big world over small."""
    with pages.worlds() as built:
        return pages.compared("kpis", PAGES, built)


if __name__ == "__main__":
    show(measure())
