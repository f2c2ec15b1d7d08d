"""Tests that need something the machine may lack: Chromium, real servers, recorded payloads. Elsewhere they are skipped
and one line says what to install; in CI a browser test that is skipped, for whatever reason, has failed. What drives a
browser or others' servers runs once more where it fails, and is named then: their moments are not ours to order.
Message catalogues, which a fresh clone lacks too, are compiled."""

import os
import shutil
from pathlib import Path

import pytest

from core.messages import compile_catalogues

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)
"""Without a window of its own where there is a choice: each page then takes a third of the processor's time."""
_CI = os.environ.get("CI", "").lower() in {"true", "1"}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests():
    """Pages are rendered in Spanish as in a started installation: before Django starts, which reads the catalogues."""
    compile_catalogues()
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One more try for what others' programs have a part in, unless it says how many; our own code has none."""
    for item in items:
        others = item.get_closest_marker("browser") or item.get_closest_marker("realserver")
        if others and not item.get_closest_marker("flaky"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot run."""
    if item.get_closest_marker("browser") and CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    if item.get_closest_marker("payloads") and not os.environ.get("CMHUB_CONTRACTS_DIR"):
        pytest.skip("CMHUB_CONTRACTS_DIR is not set")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """In CI a skipped browser test fails, unless it is the real server before it that is missing."""
    report = yield
    expected = item.get_closest_marker("browser") and not item.get_closest_marker("realserver")
    if _CI and report.skipped and expected:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr[2]}"
    return report


def pytest_terminal_summary(terminalreporter) -> None:
    """One line for each kind of test that was left out, and how many payload tests ran."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_line(f"Failed at first, run again: {report.nodeid}")
    skipped = _count(terminalreporter, "skipped", "browser")
    if skipped:
        terminalreporter.write_line(
            f"{skipped} browser tests skipped: install Chromium (Debian: apt install chromium) and run again."
        )
    skipped = _count(terminalreporter, "skipped", "realserver")
    if skipped:
        terminalreporter.write_line(
            f"{skipped} tests against real servers skipped: run scripts/install-real-servers as root and run again."
        )
    ran, left_out = (_count(terminalreporter, outcome, "payloads") for outcome in ("passed", "skipped"))
    if ran or left_out:
        terminalreporter.write_line(f"Tests on recorded payloads (CMHUB_CONTRACTS_DIR): {ran} ran, {left_out} skipped.")


def _count(terminalreporter, outcome: str, marker: str) -> int:
    return sum(marker in getattr(report, "keywords", ()) for report in terminalreporter.stats.get(outcome, []))


@pytest.fixture(scope="session")
def contracts() -> Path:
    """The folder with recorded payloads, for tests marked `payloads`."""
    return Path(os.environ["CMHUB_CONTRACTS_DIR"])
