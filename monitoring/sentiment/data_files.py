"""The readable tables beside this module: tab-separated columns, comments after #."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """The columns of each row of `data/<name>`, without comments and empty lines."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")
