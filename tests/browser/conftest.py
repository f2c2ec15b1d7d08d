"""Real Chromium before a real installation: one for all tests of this folder, with an operator who is signed in.

These tests do not touch the tests' own database: Playwright keeps an event loop in the thread, which Django refuses.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cmhub.config import BASE_DIR
from tests.launcher.conftest import Installation

OPERATOR, PASSWORD = "alice@example.com", "cuatro tazas sin prisa 47"
ARGUMENTS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} in ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it the tests are skipped, except in CI, where that is a failure."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium here: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running installation with one person in it, an operator."""
    installation = Installation(tmp_path_factory.mktemp("site") / "data")
    installation.start("--empty")
    command = [sys.executable, "manage.py", "create_owner", OPERATOR, "--name", "Alice"]
    subprocess.run(
        command,
        cwd=BASE_DIR,
        env=installation.environment(),
        input=PASSWORD,
        text=True,
        check=True,
        capture_output=True,
    )
    yield installation
    installation.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of somebody who has signed in through the page."""
    context = browser.new_context(locale="es-ES")
    page = context.new_page()
    page.goto(f"http://localhost:{site.port}/accounts/login/")
    page.fill("input[name=login]", OPERATOR)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "/login/" not in url)
    state = tmp_path_factory.mktemp("state") / "cookies.json"
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture
def opened(browser: Browser, site: Installation, signed_in: Path) -> Iterator[Callable[..., Page]]:
    """opened("/design/", width=390, theme="dark"): the page; what its console or policy complains of is a failure."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str, *, width: int = 1400, height: int = 900, theme: str = "light", **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale="es-ES",
            reduced_motion="reduce",
            storage_state=signed_in,
            base_url=f"http://localhost:{site.port}",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(WATCH)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
