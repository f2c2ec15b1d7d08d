"""docs/kpis.md, made from the code: names and units from the registry, the rest from docstrings."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

from reports.kpis.registry import GROUPS, KPIS, Kpi

PATH = Path(settings.BASE_DIR) / "docs" / "kpis.md"
PARTS = ("Formula", "Unit", "Source", "Caveats")
_HEAD = """# KPIs

What cmhub measures a brand by. Made from `reports/kpis/` by `manage.py describe_kpis`: change it there.

A day is a day of the brand's zone. The period before is as many days, right before. Where nothing is known there is no
number, «—» with the reason, never 0. Each function takes numbers and gives one, or `None`.
"""


def text() -> str:
    """The whole page."""
    with translation.override("en"):
        parts = [_HEAD]
        for group, name in GROUPS.items():
            parts.append(f"## {name}\n")
            parts += [_described(kpi) for kpi in KPIS.values() if kpi.group == group]
    return "\n".join(parts)


def definition(kpi: Kpi) -> dict[str, str]:
    """The parts of its docstring, and under "" what it is about. Raises KeyError where one of PARTS is missing."""
    found = {"": ""}
    name = ""
    for line in inspect.cleandoc(kpi.function.__doc__ or "").splitlines():
        begins = re.match(rf"({'|'.join(PARTS)}): (.*)", line)
        name, said = begins.groups() if begins else (name, line)
        found[name] = f"{found.get(name, '')} {said}".strip()
    return {"": found[""]} | {part: found[part] for part in PARTS}


def _described(kpi: Kpi) -> str:
    said = definition(kpi)
    better = {"up": "More is better.", "down": "Less is better.", "": "More is neither good nor bad."}[kpi.better]
    rows = "\n".join(f"- {part}: {said[part]}" for part in PARTS)
    return f"### {kpi.name}\n\n`{kpi.key}`. {said['']} {better}\n\n{rows}\n"
