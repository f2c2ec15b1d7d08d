from __future__ import annotations

import pytest
from django.test import Client

from networks import registry
from tests.calendar_app.publishing.fakes import Fake


@pytest.fixture
def bobs(bob, bob_in) -> Client:
    """Bob, signed in, who reads English."""
    bob.language = "en"
    bob.save()
    client = Client()
    client.force_login(bob)
    return client


@pytest.fixture
def fake(monkeypatch) -> Fake:
    """A network in memory."""
    network = Fake()
    known = registry.connector
    monkeypatch.setattr(registry, "connector", lambda key: network if key == "fake" else known(key))
    return network
