"""The gates themselves, on a planted suite in a machine without Chromium and payloads."""

import subprocess
import sys

import pytest

from cmhub.config import BASE_DIR

SUITE = """
import pytest

@pytest.mark.browser
def test_page(): pass

@pytest.mark.payloads
def test_payload(): pass

def test_other(): pass
"""


@pytest.fixture
def closing_lines(tmp_path):
    (tmp_path / "test_planted.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  payloads\n")

    def run(**environment: str) -> tuple[int, list[str]]:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.gates",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
        ]
        environment = {"PATH": "/nowhere", "PYTHONPATH": str(BASE_DIR), **environment}
        ran = subprocess.run([*command, tmp_path], cwd=tmp_path, env=environment, capture_output=True, text=True)
        return ran.returncode, ran.stdout.splitlines()

    return run


def test_without_chromium_one_line_says_what_to_install(closing_lines):
    code, lines = closing_lines()
    assert code == 0
    assert lines[-3:-1] == [
        "1 browser tests skipped: install Chromium (Debian: apt install chromium) and run again.",
        "Tests on recorded payloads (CMHUB_CONTRACTS_DIR): 0 ran, 1 skipped.",
    ]
    assert lines[-1].startswith("1 passed, 2 skipped")


def test_in_ci_a_skipped_browser_test_has_failed(closing_lines, tmp_path):
    code, lines = closing_lines(CI="true", CMHUB_CONTRACTS_DIR=str(tmp_path))
    assert code == 1
    assert "Tests on recorded payloads (CMHUB_CONTRACTS_DIR): 1 ran, 0 skipped." in lines
    assert lines[-1].startswith("2 passed, 1 error")
