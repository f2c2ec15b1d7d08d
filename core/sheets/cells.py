"""Cells as somebody reads them, and as JSON for rows that wait to be looked at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from core.sheets.table import Cell

_KINDS = (("datetime", datetime), ("date", date), ("time", time))  # every datetime is a date too


def text(cell: Cell) -> str:
    """A cell as somebody would read it: whole numbers without «.0»."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell).strip()


def to_json(cell: Cell, longest: int) -> Any:
    """`cell` in JSON's types; a text is cut to `longest` characters, a moment becomes {kind: ISO 8601}."""
    if isinstance(cell, str):
        return cell.replace("\x00", "")[:longest]
    if isinstance(cell, timedelta):
        return {"span": cell.total_seconds()}
    for name, kind in _KINDS:
        if isinstance(cell, kind):
            return {name: cell.isoformat()}
    # NaN and the infinities are no JSON that PostgreSQL takes.
    return None if isinstance(cell, float) and not -1e308 < cell < 1e308 else cell


def from_json(value: Any) -> Cell:
    """What `to_json` kept."""
    if not isinstance(value, dict):
        cell: Cell = value
        return cell
    if "span" in value:
        return timedelta(seconds=value["span"])
    return next(kind.fromisoformat(value[name]) for name, kind in _KINDS if name in value)
