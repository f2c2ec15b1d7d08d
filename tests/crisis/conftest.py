from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
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


@pytest.fixture(autouse=True)
def _in_the_middle_of_an_hour() -> Iterator[None]:
    """What is said a minute ago belongs to the running hour, whenever the tests run."""
    with clock.shifted(timedelta(minutes=(30 - clock.now().minute) % 60)):
        yield
