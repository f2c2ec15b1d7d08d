from __future__ import annotations

import io

import pytest

from media import keeping
from tests.media import samples


@pytest.fixture
def add(brand, in_brand, alice):
    """add(bytes, name) keeps a file of Alice's brand, as a composer would."""

    def run(data: bytes = b"", name: str = "foto.jpg", **more):
        return keeping.add(brand, io.BytesIO(data or samples.jpeg()), by=alice, name=name, **more)

    return run
