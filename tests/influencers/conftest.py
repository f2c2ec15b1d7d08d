from __future__ import annotations

import pytest
from django.test import Client

from monitoring import sentiment
from monitoring.models import Source
from tests.monitoring import factories, scores


@pytest.fixture
def bobs(bob, bob_in) -> Client:
    """Bob, signed in, who reads English."""
    bob.language = "en"
    bob.save()
    client = Client()
    client.force_login(bob)
    return client


@pytest.fixture
def feed(brand, monkeypatch) -> Source:
    monkeypatch.setattr(sentiment, "score", scores.score)
    return factories.source(brand, "https://social.example/tags/cafe", network="mastodon")
