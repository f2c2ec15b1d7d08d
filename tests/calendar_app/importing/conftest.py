from __future__ import annotations

import pytest
import time_machine
from django.utils import translation

from brands.scope import brand_scope
from tests.calendar_app.importing.filled import NOW
from tests.calendar_app.written import account


@pytest.fixture(autouse=True)
def _november(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=True), translation.override("en"):
        yield


@pytest.fixture
def lumbre(brand):
    with brand_scope(brand.pk):
        yield brand


@pytest.fixture
def bluesky(lumbre):
    return account("bluesky", "Lumbre", handle="@lumbre.bsky.social")


@pytest.fixture
def mastodon(lumbre):
    return account("mastodon", "Cafés Lumbre", handle="@lumbre@mastodon.example")
