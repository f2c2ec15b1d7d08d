from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from core import clock
from tests.reports import world as made


@pytest.fixture
def at_that_time():
    with clock.shifted(made.NOW - clock.now()), translation.override("en"):
        yield


@pytest.fixture
def world(at_that_time, in_brand):
    """Alice's brand with everything in it; its scope is open."""
    in_brand.created_at = made.NOW.replace(year=2025)
    in_brand.save()
    in_brand.accounts = made.fill(in_brand)
    return in_brand


@pytest.fixture
def bobs(bob, bob_in) -> Client:
    """Bob, signed in, who reads English."""
    bob.language = "en"
    bob.save()
    client = Client()
    client.force_login(bob)
    return client
