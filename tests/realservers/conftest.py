"""One WordPress for all tests of this folder, empty at the start of each, and one Bluesky."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cmhub.config import BASE_DIR
from tests.browser.conftest import ARGUMENTS, OPERATOR, PASSWORD
from tests.browser.conftest import sign_in as through_the_page
from tests.gates import CHROMIUM
from tests.launcher.conftest import PATIENCE, Installation
from tests.realservers import bluesky, wordpress
from tests.realservers.bluesky import Bluesky
from tests.realservers.wordpress import WordPress
from tests.realservers.workers import ListenWorkers


@pytest.fixture(scope="session")
def _wordpress() -> Iterator[WordPress]:
    if lacks := wordpress.missing():
        pytest.skip(f"not installed here: {lacks} (scripts/install-real-servers)")
    server = WordPress()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def whole_bluesky() -> Iterator[Bluesky]:
    if lacks := bluesky.missing():
        pytest.skip(f"not installed here: {lacks} (scripts/install-real-servers)")
    network = Bluesky()
    try:
        network.start()
        yield network
    finally:
        network.stop()


@pytest.fixture
def blog(_wordpress: WordPress) -> WordPress:
    """A blog without posts, whose feeds show the newest ten as WordPress does unless told otherwise."""
    _wordpress.empty()
    return _wordpress


@pytest.fixture
def workers(tmp_path, transactional_db, blog) -> Iterator[ListenWorkers]:
    """Two of the product's own listening workers, on the test's database; the blog's address is the one exception
    that their outbound guard makes."""
    workers = ListenWorkers(tmp_path, allow=f"127.0.0.1:{blog.port}")
    try:
        workers.start(2)
        yield workers
    finally:
        workers.stop()


@contextmanager
def installed(data: Path, **settings: str) -> Iterator[Installation]:
    """A whole installation with one person in it, an operator, under `settings`."""
    installation = Installation(data)
    try:
        installation.start("--empty", **settings)
        command = [sys.executable, "manage.py", "create_owner", OPERATOR, "--name", "Alice"]
        subprocess.run(
            command, cwd=BASE_DIR, env=installation.environment(), input=PASSWORD, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
        yield installation
    finally:
        if installation.process and installation.process.poll() is None:
            installation.end(signal.SIGTERM)


@pytest.fixture
def site(blog: WordPress, tmp_path) -> Iterator[Installation]:
    """An installation that may read the blog, and nothing else on this machine."""
    with installed(tmp_path / "data", CMHUB_ALLOW_PRIVATE=f"127.0.0.1:{blog.port}") as installation:
        yield installation


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, site: Installation) -> Page:
    """Signed in through the page."""
    return sign_in(browser, site)


def sign_in(browser: Browser, site: Installation, locale: str = "es-ES") -> Page:
    context = browser.new_context(
        locale=locale, base_url=f"http://localhost:{site.port}", viewport={"width": 1400, "height": 900}
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    through_the_page(page)
    return page


def printed(site: Installation, code: str) -> str:
    """The last word that `code` prints in the installation's shell."""
    ran = site.manage("shell", "-c", code)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()[-1]
