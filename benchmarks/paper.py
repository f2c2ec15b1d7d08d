"""A weekly report of twelve pages with fourteen charts: from what was kept of the week to the finished PDF.

In a process of its own, the first document of it included: fonts are read and the template is compiled.
"""

from __future__ import annotations

import os
import resource
import sys
import time

from benchmarks.results import Figure, show

PAGES, CHARTS = 12, 14
SECONDS, MEGABYTES = 2.0, 300.0


def measure() -> list[Figure]:
    """Seconds of the first PDF and of one after it, and the most memory that the process ever had."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmhub.settings")
    import django

    django.setup()
    return _measured()


def _measured() -> list[Figure]:
    import io

    from pypdf import PdfReader

    from brands.models import Brand
    from brands.scope import brand_scope
    from reports.models import WeeklyReport
    from reports.weekly import charts, paper
    from tests.reports.weekly import sample

    content = sample.content()
    content["mentions"] *= 12
    content["posts"] *= 4
    content["writers"] *= 8
    written = {
        "title": "",
        "conclusions": "Una conclusión, y lo que significa.\n\n" * 20,
        "decisions": [],
        "former": [],
        "approved_by": "Lucía",
    }
    seconds = []
    with brand_scope(0):
        for day in range(2):
            row = WeeklyReport(brand=Brand(name="Cafés Lumbre"), first=sample.MONDAY, content=content, written=written)
            content["writers"][0]["n"] += day  # or the second were the first, remembered
            begun = time.perf_counter()
            data = paper.pdf(row, "es")
            seconds.append(time.perf_counter() - begun)
    drawn = sum(not chart.empty for chart in charts.of(content).values())
    pages = len(PdfReader(io.BytesIO(data)).pages)
    if (drawn, pages >= PAGES) != (CHARTS, True):
        raise RuntimeError(f"{pages} pages with {drawn} charts are not what this measures")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Figure(f"paper: a PDF of {pages} pages and {drawn} charts, the first of a process", seconds[0], "s", SECONDS),
        Figure("paper: another one", seconds[1], "s"),
        Figure("paper: memory of that process at its peak", memory, "MB", MEGABYTES),
    ]


if __name__ == "__main__":
    sys.exit(0 if show(measure()) else 1)
