"""What a measurement says, in one shape, so that tables and checks need to know only this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. With a `limit` it has to stay at or under it."""

    name: str
    value: float
    unit: str = ""
    limit: float | None = None

    @property
    def ok(self) -> bool:
        return self.limit is None or self.value <= self.limit

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        return f"{'ok' if self.ok else 'TOO MUCH'}, at most {self.limit:,.4g} {self.unit}".rstrip()


def show(figures: Iterable[Figure]) -> bool:
    """Prints a table of `figures`; whether all of them are ok."""
    found = list(figures)
    width = max((len(figure.name) for figure in found), default=0)
    for figure in found:
        print(f"{figure.name:{width}}  {figure.value:>12,.4g} {figure.unit:8}  {figure.verdict}".rstrip())
    return all(figure.ok for figure in found)
