"""The documents lead somewhere, the index of decisions is whole, and the two READMEs say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cmhub.config import BASE_DIR

LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
DOCUMENTS = sorted([*BASE_DIR.glob("*.md"), *BASE_DIR.glob("docs/**/*.md")])
DECISIONS = sorted(path for path in BASE_DIR.glob("docs/adr/*.md") if path.name != "README.md")


def leads_nowhere(document: Path) -> list[str]:
    return [target for target in LINK.findall(document.read_text()) if not (document.parent / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_every_link_leads_to_a_file(document):
    assert leads_nowhere(document) == []


def test_a_link_to_nothing_is_found(tmp_path):
    (tmp_path / "a.md").write_text("[there](a.md) [gone](b.md#part) [far](https://example.org/b.md)")
    assert leads_nowhere(tmp_path / "a.md") == ["b.md"]


def test_decisions_are_numbered_once_and_all_in_the_index():
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    index = (BASE_DIR / "docs/adr/README.md").read_text()
    lines = [
        f"- {path.name[:4]} · [{path.read_text().splitlines()[0].removeprefix('# ')}]({path.name})"
        for path in DECISIONS
    ]
    assert [line for line in index.splitlines() if line.startswith("- ")] == lines


def test_both_readmes_show_the_same_pictures_and_commands():
    english, spanish = ((BASE_DIR / name).read_text() for name in ("README.md", "README.es.md"))
    assert len(PICTURE.findall(english)) == 12
    assert PICTURE.findall(english) == PICTURE.findall(spanish)
    assert _commands(english) == _commands(spanish)


def _commands(text: str) -> list[str]:
    """Indented lines without their comments; the one with a placeholder in words is left out."""
    lines = [line.partition("  #")[0].rstrip() for line in text.splitlines() if line.startswith("    ")]
    return [line for line in lines if "<" not in line]
