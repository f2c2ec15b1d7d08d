"""The pages of listening: what each role sees, what a form changes, and how many queries a list costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brands.scope import brand_scope
from core import clock
from monitoring import ingest
from monitoring.models import Mention, Source
from tests.monitoring import factories


def url(name: str, brand, **more) -> str:
    return reverse(f"monitoring:{name}", kwargs={"brand": brand.public_id, **more})


@pytest.fixture
def bob_client(client, bob, bob_in):
    client.force_login(bob)
    return client


@pytest.fixture
def source(brand) -> Source:
    return factories.source(brand)


def hear(source: Source, *texts: str) -> list[Mention]:
    now = clock.now()
    items = [
        factories.item(f"{n}-{text[:8]}", text, posted_at=now - timedelta(minutes=n)) for n, text in enumerate(texts)
    ]
    ingest.store(source, factories.page(*items), seen_at=now)
    with brand_scope(source.brand_id):
        return list(Mention.objects.order_by("-posted_at"))


@pytest.mark.parametrize("name", ["overview", "mentions", "sources"])
def test_pages_of_a_brand_that_hears_nothing_say_what_to_do(bob_client, brand, name):
    page = bob_client.get(url(name, brand))
    assert page.status_code == 200
    assert 'name="address"' in page.content.decode()


@pytest.mark.parametrize("name", ["overview", "mentions", "sources"])
def test_pages_with_mentions(bob_client, brand, source, name):
    hear(source, "El café está muy bueno", "Esto es horrible")
    assert bob_client.get(url(name, brand)).status_code == 200


def test_the_list_costs_the_same_queries_for_one_and_for_fifty(bob_client, brand, source, django_assert_num_queries):
    hear(source, "Uno")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    bob_client.get(url("mentions", brand))
    with CaptureQueriesContext(connection) as one:
        bob_client.get(url("mentions", brand))
    hear(source, *[f"texto número {n}" for n in range(60)])
    with CaptureQueriesContext(connection) as fifty:
        page = bob_client.get(url("mentions", brand))
    assert page.content.count(b"<article") == 50
    assert len(fifty) == len(one)
    assert len(fifty) <= 22
