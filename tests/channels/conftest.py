from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.models import User
from channels import connecting
from channels.models import Account
from networks import registry
from tests.channels.fake import SECRET, Fake, FakeOAuth


@pytest.fixture(autouse=True)
def english(monkeypatch) -> Iterator[None]:
    """Sentences are compared as they are written: everybody here reads English."""
    monkeypatch.setattr(User._meta.get_field("language"), "default", "en")
    monkeypatch.setattr(User._meta.get_field("language"), "_get_default", lambda: "en")
    with translation.override("en"):
        yield


@pytest.fixture
def fakes(monkeypatch) -> dict[str, Fake]:
    """Two fake networks beside the real ones: by password and by journey."""
    found = {"fake": Fake(), "fakeoauth": FakeOAuth()}
    real, listed = registry.connector, registry.with_capability
    monkeypatch.setattr(registry, "connector", lambda key: found.get(key) or real(key))
    monkeypatch.setattr(
        registry,
        "with_capability",
        lambda wanted: [*listed(wanted), *(one for one in found.values() if wanted in one.capabilities)],
    )
    return found


@pytest.fixture
def fake(fakes) -> Fake:
    return fakes["fake"]


@pytest.fixture
def journey(fakes) -> Fake:
    return fakes["fakeoauth"]


@pytest.fixture
def account(in_brand, fake, alice) -> Account:
    """Connected by Alice, with a password that no page and no log may show."""
    return connecting.connect(in_brand, "fake", {"site": "fake.example", "password": SECRET}, by=alice)
