from __future__ import annotations

import pytest

from tests.concurrency.processes import Workers


@pytest.fixture
def workers(tmp_path, transactional_db):
    """Processes of the test, which end with it."""
    workers = Workers(tmp_path)
    yield workers
    workers.stop()
