"""Cells of other suites' exports as numbers, addresses, ids, languages and tags."""

from __future__ import annotations

import math
import re
from functools import cache

from babel import Locale

from core.sheets.cells import text
from core.sheets.table import Cell
from core.text import fold
from networks import plain

SHORTEST_ID = 6
"""What is shorter numbers the rows of one file, and would make the next file's rows look known."""
MAX_TAG, MAX_TAGS = 60, 20
_NUMBER = re.compile(r"([\d.,\s\u00a0\u202f']*\d)\s*(k|m|mil|mill?|mm|b)?\.?\Z")
_TIMES = {"k": 10**3, "mil": 10**3, "m": 10**6, "mil.": 10**6, "mill": 10**6, "mm": 10**6, "b": 10**9}
_BETWEEN = re.compile(r"[,;|\n]")
_SPOKEN = ("es", "en", "pt")


def number(cell: Cell) -> int | None:
    """«12.345», «12,345», «1.2K», «3 mil», 812.0 → a whole number; None where there is none."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return int(cell) if math.isfinite(cell) and cell >= 0 else None
    found = _NUMBER.match(fold(str(cell)).strip()) if len(str(cell)) < 40 else None
    if not found:
        return None
    digits = re.sub(r"[\s\u00a0\u202f']", "", found[1])
    if found[2]:
        return round(_decimal(digits) * _TIMES.get(found[2], 1))
    return int(_decimal(digits)) if re.search(r"[.,]\d{1,2}\Z", digits) else int(re.sub(r"[.,]", "", digits))


def address(cell: Cell) -> str:
    """A web address, with its scheme where it was left out; "" for anything else."""
    typed = text(cell)
    if re.match(r"(?i)(www\.|[a-z0-9-]+\.(com|net|org|es|mx|br|pt)/)\S+\Z", typed):
        typed = f"https://{typed}"
    return plain.link(typed) if typed[:4].lower() == "http" else ""


def identity(cell: Cell) -> str:
    """An id that tells mentions apart beyond one file; "" for row numbers and the like.

    Large numbers that a spreadsheet has rounded (1.79E+18) are nobody's id any more.
    """
    if isinstance(cell, float) and abs(cell) >= 2**53:
        return ""
    found = text(cell)
    return "" if len(found) < SHORTEST_ID or re.fullmatch(r"(?i)[\d.,]+e\+?\d+", found) or " " in found else found


def language(cell: Cell) -> str:
    """«es», «es-MX», «Spanish», «Español», «espanhol» → es; "" where it is none that we know by name."""
    said = fold(text(cell)).strip()
    if code := re.match(r"([a-z]{2})(?:[-_][a-z0-9]+)?\Z", said):
        return code[1]
    return _languages().get(said.partition("(")[0].strip(), "")


def tags(cell: Cell) -> tuple[str, ...]:
    """The tags of a cell, each once, by commas, semicolons or bars."""
    found = (" ".join(tag.split())[:MAX_TAG] for tag in _BETWEEN.split(text(cell)))
    return tuple({fold(tag): tag for tag in found if tag}.values())[:MAX_TAGS]


def _decimal(digits: str) -> float:
    """`digits` with whichever separator stands last as the decimal one."""
    whole, point, part = digits.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}{point}{part}")


@cache
def _languages() -> dict[str, str]:
    names = {}
    for spoken in _SPOKEN:
        for code, name in Locale(spoken).languages.items():
            if len(code) == 2:
                names[fold(name)] = code
    return names | {"castellano": "es", "portugues brasileiro": "pt", "brazilian portuguese": "pt"}
