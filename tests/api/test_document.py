"""The OpenAPI document: kept beside the other documents, and true to the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from brands.api.views import document
from tests.access import walk

FILE = Path(__file__).parents[2] / "docs" / "openapi.yaml"


def test_the_file_is_current():
    assert FILE.read_bytes() == OpenApiYamlRenderer().render(document()), (
        "run .venv/bin/python manage.py spectacular --lang en --file docs/openapi.yaml"
    )


def test_it_is_openapi():
    validate_schema(document())


def test_it_describes_every_address():
    described = {path.replace("{", "").replace("}", "") for path in document()["paths"]}
    there = {name for name, _needed in walk.urls() if name.startswith("api:")} - {"api:schema"}
    assert len(described) == len(there)


@pytest.mark.django_db
def test_anybody_may_read_it(client):
    assert client.get("/api/v1/schema/").json()["info"]["title"] == "cmhub"
