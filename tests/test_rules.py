"""Rules of the house that no linter knows: sizes, layers of tables, one name for unscoped access, who imports whom."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
PACKAGES = [
    "cmhub",
    "demo",
    "today",
    "reports",
    "crisis",
    "influencers",
    "calendar_app",
    "monitoring",
    "channels",
    "media",
    "networks",
    "brands",
    "accounts",
    "mail",
    "core",
]
FILE_LINES, FUNCTION_LINES = 400, 60

# Where rows of all brands may be touched at once, and why nothing narrower would do.
UNSCOPED = {
    "accounts/reencryption.py": "keys rotate over every encrypted column there is",
    "brands/idempotency.py": "forgets old answers, whoever's they are",
    "brands/delivering.py": "takes turns between webhooks of all brands, then works inside each brand's scope",
    "brands/notice_mails.py": "a person's mail tells of all brands of a workspace",
    "brands/notices.py": "a person's bell tells of all their brands",
    "brands/portability.py": "export and erasure of a whole workspace",
    "brands/tokens.py": "a token says which brand it is of: none is in scope before",
    "calendar_app/holding.py": "holds what is due where publishing is stopped, in all brands",
    "calendar_app/holds.py": "gathering that broke off goes on in every brand",
    "calendar_app/publishing/claiming.py": "claims what is due in turns between brands",
    "calendar_app/publishing/looking_up.py": "finds what is in doubt in all brands, works in each brand's scope",
    "calendar_app/publishing/sweeping.py": "finds dead claims of all brands, works in each brand's scope",
    "calendar_app/rederiving.py": "derives instants of all brands again, each in its brand's scope",
    "calendar_app/importing/running.py": "finds due imports of all brands, then works inside each brand's scope",
    "calendar_app/measuring.py": "finds readings that are due in all brands, then works inside each brand's scope",
    "calendar_app/native.py": "finds due feeds of all brands, then works inside each brand's scope",
    "channels/health.py": "finds due accounts of all brands, then works inside each brand's scope",
    "channels/removing.py": "forgets tokens of accounts that were removed long ago, whoever's they are",
    "brands/webhooks.py": "forgets old deliveries, whoever's they are",
    "calendar_app/attention.py": "what needs a person, in all their brands",
    "channels/attention.py": "what needs a person, in all their brands",
    "reports/attention.py": "what needs a person, in all their brands",
    "crisis/attention.py": "what needs a person, in all their brands",
    "monitoring/attention.py": "what needs a person, in all their brands",
    "today/mattering.py": "mentions that matter in all brands of a person",
    "today/views/across.py": "one page of all brands of a person: only those they may read",
    "calendar_app/across.py": "one calendar of several brands: only those the person may read",
    "calendar_app/subscribing.py": "a secret address says which brand it is of: none is in scope before",
    "calendar_app/series.py": "finds series of all brands that are due, then works inside each brand's scope",
    "reports/sending.py": "finds due deliveries of all brands, then works inside each brand's scope",
    "reports/sharing.py": "a secret link says which report it is of: none is in scope before",
    "reports/rollups.py": "finds days of all brands that are due, then works inside each brand's scope",
    "core/jobs.py": "claims and sweeps take turns between brands",
    "monitoring/top_days.py": "finds days of all brands whose tops are due; they are built in the brand's scope",
    "monitoring/exports.py": "finds due exports of all brands, then works inside each brand's scope",
    "monitoring/importing/running.py": "finds due imports of all brands, then works inside each brand's scope",
    "monitoring/polling.py": "finds due sources of all brands, then works inside each brand's scope",
    "monitoring/rematching.py": "finds topics of all brands that are due, then works inside each brand's scope",
    "monitoring/streaming/audience.py": "one process listens to a stream for all brands",
    "monitoring/streaming/writing.py": "asks which brands hold what was deleted, then works inside each brand's scope",
    "monitoring/recounting.py": "finds brands that moved to another zone, then works inside each brand's scope",
}
ADDRESSES = {"mail_urls", "pausing_urls", "post_urls", "shared_urls", "sign_in_urls", "webhook_urls"}
NAMES = {"all_brands", "_base_manager", "_raw_delete", "raw"}


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_two_rooms_in_one():
    long = {_name(path): n for path in _sources() if (n := len(path.read_text().splitlines())) > FILE_LINES}
    assert long == {}


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{_name(path)}:{node.name}"
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def _unscoped(source: str) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in NAMES for node in ast.walk(ast.parse(source)))


def test_rows_of_all_brands_are_touched_only_where_a_reason_stands():
    found = {_name(path) for path in _sources() if _unscoped(path.read_text())}
    assert found - UNSCOPED.keys() == set(), "write down why, or open brand_scope()"
    assert UNSCOPED.keys() - found == set(), "a reason without a use"


@pytest.mark.parametrize("line", ["Mention.all_brands.count()", "Mention.objects.raw('SELECT 1')", "m._base_manager"])
def test_the_rule_sees_a_planted_use(line):
    assert _unscoped(line)


def _floors() -> dict[str, int]:
    """Package → floor, the ground floor 0, from the contract that import-linter holds."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): floor for floor, line in enumerate(reversed(layers)) for name in line.split("|")}


def test_every_foreign_key_points_down():
    floors, wrong = _floors(), []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if field.is_relation and {model._meta.app_label, target._meta.app_label} <= floors.keys():
                here, there = floors[model._meta.app_label], floors[target._meta.app_label]
                if there > here or (there == here and model._meta.app_label != target._meta.app_label):
                    wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert wrong == []


def test_domain_modules_know_nothing_of_pages_tasks_and_the_api():
    """Views, API and tasks call the verbs, never the other way round."""
    outer, wrong = {"views", "api", "tasks", "receivers", "forms", "urls"}, []
    for path in _sources():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if (
            parts[0] == "cmhub"
            or len(parts) < 2
            or parts[1] in outer | ADDRESSES | {"apps", "management", "shell", "testing"}
        ):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            imported = [f"{module}.{alias.name}" for alias in node.names] if module else []
            for name in imported:
                steps = name.split(".")
                if steps[0] in PACKAGES and steps[1] in outer:
                    wrong.append(f"{_name(path)} imports {name}")
                if steps[0] in {"rest_framework", "celery"}:
                    wrong.append(f"{_name(path)} imports {name}")
    assert wrong == []
