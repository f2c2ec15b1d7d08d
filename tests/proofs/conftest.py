from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: "proofs/test_publish" not in item.nodeid)
