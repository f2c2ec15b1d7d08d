"""One WordPress for all tests of this folder, empty at the start of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.realservers import wordpress
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
