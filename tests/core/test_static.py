"""Vendored files are what the manifest says, and the templates use what is there and nothing the policy refuses."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

BASE = Path(settings.BASE_DIR)
MANIFEST = json.loads((BASE / "static/vendor/manifest.json").read_text())
TEMPLATES = [path for path in sorted((BASE / "templates").rglob("*.html")) if "mail" not in path.parts]
SOURCES = [path for path in BASE.rglob("*.py") if not {".venv", "tests", "migrations"} & set(path.parts)]
ICON = re.compile(r'{% icon "([a-z0-9-]+)"|icon="([a-z0-9-]+)"|"icon": "([a-z0-9-]+)"|NavItem\([^,]+, "([a-z0-9-]+)"')
INLINE = re.compile(
    r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|\sstyle=|\son[a-z]+=|<style|javascript:", re.I
)


def named(path: Path) -> str:
    return str(path.relative_to(BASE))


@pytest.mark.parametrize("entry", [*MANIFEST["files"], MANIFEST["icons"]], ids=lambda entry: entry["to"])
def test_a_vendored_file_is_the_one_in_the_manifest(entry):
    assert hashlib.sha256((BASE / "static" / entry["to"]).read_bytes()).hexdigest() == entry["sha256"]


def test_every_vendored_file_is_in_the_manifest_and_has_a_licence():
    known = {entry["to"] for entry in MANIFEST["files"]}
    present = {
        f"{folder}/{path.name}" for folder in ("vendor", "fonts") for path in (BASE / "static" / folder).iterdir()
    }
    assert present - known == {"vendor/manifest.json", "vendor/LICENSES.md"}
    listed = (BASE / "static/vendor/LICENSES.md").read_text()
    assert [to for to in known | {MANIFEST["icons"]["to"]} if to not in listed] == []


def test_plotly_in_the_browser_is_the_one_that_made_the_figures():
    from plotly.offline import get_plotlyjs_version

    bundle = next(entry for entry in MANIFEST["files"] if entry["package"].startswith("plotly"))
    assert bundle["version"] == get_plotlyjs_version()


def test_every_icon_in_use_is_in_the_sprite():
    there = set(re.findall(r'id="i-([a-z0-9-]+)"', (BASE / "static/img/icons.svg").read_text()))
    used = {name for path in TEMPLATES + SOURCES for found in ICON.findall(path.read_text()) for name in found if name}
    assert used - there == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_nothing_inline(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "planted", ['<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>", "JavaScript:x"]
)
def test_the_check_for_inline_code_catches_a_planted_one(planted):
    assert INLINE.search(planted)


def test_every_static_file_that_a_template_names_is_there():
    named = {name for path in TEMPLATES for name in re.findall(r"{% static '([^']+)' %}", path.read_text())}
    assert len(named) > 20
    assert [name for name in named if finders.find(name) is None] == []


def test_every_stylesheet_is_loaded_and_every_token_is_defined():
    sheets = {path.name: path.read_text() for path in (BASE / "static/css").glob("*.css")}
    loaded = {n for path in TEMPLATES for n in re.findall(r"css/([a-z]+\.css)", path.read_text())}
    assert set(sheets) - loaded == set()
    everything = "\n".join(sheets.values())
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", everything))
    used = {name for name in re.findall(r"var\((--[a-z0-9-]+)", everything) if not name.startswith("--tblr")}
    assert used - defined == set()


def test_modules_do_not_import_one_another():
    """A name without its hash would load a module a second time, and every listener in it would answer twice."""
    scripts = {path.name: path.read_text() for path in (BASE / "static/js").glob("*.js")}
    assert [name for name, text in scripts.items() if re.search(r"^\s*(import|export)\b", text, re.MULTILINE)] == []
