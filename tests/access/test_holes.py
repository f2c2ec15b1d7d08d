"""The walk is itself tested: planted holes must make it fail."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from brands.scope import brand_scope
from tests.access import walk, world
from tests.access.expectations import ROWS
from tests.access.expectations.who import MAKERS, READERS, TEAM
from tests.access.walk import Row

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.holes")]
HOLES = "tests.access.holes"


@pytest.fixture
def everything(db) -> world.World:
    return world.build()


def test_an_undescribed_url_is_found():
    assert "no row for holes:no_need" in walk.undescribed(ROWS, HOLES)


def test_a_row_for_a_url_that_is_gone_is_found():
    assert "no URL for brands:gone" in walk.undescribed([*ROWS, Row("brands:gone", {"GET": TEAM}, "was here")], HOLES)


def test_a_view_that_names_no_need_never_runs(everything):
    with pytest.raises(ImproperlyConfigured, match="names no need"):
        walk.failures(Row("holes:no_need", {"GET": TEAM}, "planted"), everything, HOLES)


def test_a_view_that_asks_too_little_is_found(everything):
    found = walk.failures(Row("holes:too_little", {"GET": READERS}, "planted"), everything, HOLES)
    assert "holes:too_little: GET by client answered 200, should be 403 (planted)" in found


def test_an_unscoped_id_in_a_form_is_found(everything):
    row = Row("holes:form", {"POST": MAKERS}, "planted", fields={"department": "department"})
    found = walk.failures(row, everything, HOLES)
    assert found == ["holes:form: POST with another brand's department in «department» answered 200, not 404"]


def test_an_export_by_guessed_id_is_found(everything):
    found = walk.failures(Row("holes:export", {"GET": READERS}, "planted"), everything, HOLES)
    assert found == ["holes:export: GET with another brand's mention answered 200, should be 404"]


def test_a_denied_call_that_changes_something_is_found(everything):
    found = walk.failures(Row("holes:writes", {"GET": TEAM, "POST": MAKERS}, "planted"), everything, HOLES)
    assert "holes:writes: a denied call changed something" in found


@pytest.mark.parametrize("name", ["list", "stream"])
def test_generic_lists_and_streams_see_only_their_brand(everything, name):
    from brands.models import Brand, Department

    with brand_scope(Brand.objects.get(public_id=everything.foreign["brand"]).pk):
        Department.objects.create(name="Not yours")
    response = everything.clients["owner"].get(f"/holes/b/{everything.ids['brand']}/{name}/")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert body.decode().strip() == "Legal"
