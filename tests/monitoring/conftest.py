from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from brands.models import Brand, Member
from brands.scope import brand_scope
from monitoring import sentiment
from monitoring.models import Source
from tests.monitoring import factories, scores


@pytest.fixture
def lumbre(db: None, plain_scores: None) -> Iterator[Brand]:
    """A brand, in scope."""
    brand = factories.brand("Lumbre")
    with brand_scope(brand.pk):
        yield brand


@pytest.fixture
def feed(lumbre: Brand) -> Source:
    return factories.source(lumbre)


@pytest.fixture
def plain_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ingest is tested with a scorer whose answers a test can read off its words."""
    monkeypatch.setattr(sentiment, "score", scores.score)


@pytest.fixture
def bobs(client: Client, bob: User, bob_in: Member) -> Client:
    """Bob's browser; he reads English, so that the tests do too."""
    bob.language = "en"
    bob.save()
    client.force_login(bob)
    return client


@pytest.fixture
def source(brand: Brand) -> Source:
    return factories.source(brand)
