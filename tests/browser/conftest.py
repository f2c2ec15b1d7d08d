"""Real Chromium before the product's own server, in two ways.

`opened`: a whole installation, started once, with an operator signed in; the tests' own database stays out of it.
`visit`: the web server alone, on the tests' own database, so that a test makes its rows and looks at what a page did.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from cmhub import config
from cmhub.config import BASE_DIR
from cmhub.launcher import processes
from core.stores import child
from tests.fault_server import FaultServer
from tests.gates import CHROMIUM
from tests.launcher.conftest import Installation

OPERATOR, PASSWORD = "alice@example.com", "cuatro tazas sin prisa 47"
ARGUMENTS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PHONE = {"width": 390, "height": 844}
# Playwright keeps an event loop in this thread, for which Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} in ${event.sourceFile}`));
"""

expect.set_options(timeout=20_000)  # a bound, not a measure: two cores may be busy with the other worker's tests


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it the tests are skipped, except in CI, where that is a failure."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium here: apt-get install chromium")
    return CHROMIUM


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


def sign_in(page: Page, mail: str = OPERATOR, password: str = PASSWORD) -> None:
    """Through the page, as a person does; returns when they are in."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", mail)
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of somebody who has signed in through the page."""
    context = browser.new_context(locale="es-ES", base_url=f"http://localhost:{site.port}")
    sign_in(context.new_page())
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


@dataclass(frozen=True)
class Web:
    """The web server on the tests' database, and a server of somebody else's that it may listen to."""

    port: int
    blog: FaultServer

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="session")
def web(django_db_setup, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Started as the launcher starts it, once for the whole run."""
    with FaultServer() as blog:
        port = child.free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cmhub.settings",
            "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}",
            "CMHUB_PORT": str(port),
            "CMHUB_ALLOW_PRIVATE": blog.pair,
            "CMHUB_LOG_LEVEL": "WARNING",
        }
        process = next(p for p in processes.table(config.load(environment)) if p.name == "web")
        server = subprocess.Popen([sys.executable, *process.arguments], cwd=BASE_DIR, env=environment)
        try:
            _wait(port)
            yield Web(port, blog)
        finally:
            server.terminate()
            server.wait(timeout=15)


def _wait(port: int, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the web server does not answer")


@pytest.fixture
def visit(browser: Browser, web: Web, transactional_db) -> Iterator[Callable[..., Page]]:
    """visit(user): a page of theirs, signed in. A script's error or something that the policy refused is a failure."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def start(user: User, **how: object) -> Page:
        how = {"viewport": {"width": 1400, "height": 900}, "locale": "en-GB", "base_url": web.url} | how
        context = browser.new_context(**how)
        contexts.append(context)
        context.add_cookies([{"name": f"cmhub_session_{web.port}", "value": _session(user), "url": web.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.text.startswith("policy:") else None)
        page.add_init_script(WATCH)
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
