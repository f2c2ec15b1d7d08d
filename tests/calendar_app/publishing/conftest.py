from __future__ import annotations

from datetime import timedelta

import pytest

from brands.scope import brand_scope
from calendar_app.models import Publication
from calendar_app.publishing import loop
from core import clock
from networks import registry
from tests.calendar_app.publishing import factories
from tests.calendar_app.publishing.fakes import Fake


@pytest.fixture
def fake(monkeypatch):
    network = Fake()
    known = registry.connector
    monkeypatch.setattr(registry, "connector", lambda key: network if key == "fake" else known(key))
    return network


@pytest.fixture
def account(brand):
    return factories.account(brand)


@pytest.fixture
def due(in_brand, account, alice, fake):
    """A publication that is due now."""
    return Publication.objects.get(post=factories.due(in_brand, account, by=alice))


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """One turn of the engine, `later` from now."""

    def turn(later=None):
        with clock.shifted(later or timedelta()):
            return loop.publish_due(threads=0)

    return turn


@pytest.fixture
def again():
    """A row as it stands now."""

    def read(row):
        with brand_scope(row.brand_id):
            row.refresh_from_db()
        return row

    return read
