"""axe in a page. Its script goes in once a page, for reading it takes longer than running it."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

_SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[tuple[str, list[list[str]]]]:
    """(rule, elements) of every rule of WCAG 2.2 AA and axe's best practices that the page as it looks now breaks."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SCRIPT)
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", _OPTIONS)
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
