"""Every URL × method × {anonymous, stranger, operator, each role}: see expectations/ for who may, and why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access import walk, world
from tests.access.expectations import ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker) -> Iterator[world.World]:
    """Built once for all rows: the walk only knocks, so nothing that one row does is seen by the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


def test_every_url_is_described():
    assert walk.undescribed(ROWS) == []


@pytest.mark.parametrize("row", [row for row in ROWS if not row.self_guarded], ids=lambda row: row.name)
def test_each_url_answers_as_its_row_says(row, everything):
    assert walk.failures(row, everything) == []
