"""What no well-meaning client sends: each is answered 4xx in the one shape, and changes nothing."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from brands.models import Event
from brands.scope import brand_scope
from monitoring.models import Source, Topic
from tests.monitoring import factories

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5000
DEEP = "[" * 100_000 + "]" * 100_000
BODIES = {
    "not JSON": b"{name: 'x'}",
    "cut off": b'{"name": "x", "query": "caf',
    "not UTF-8": '{"name": "café"}'.encode("latin-1"),
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "NaN": b'{"version": NaN}',
    "5,000 digits": f'{{"version": {DIGITS}}}'.encode(),
    "100,000 deep": f'{{"name": {DEEP}}}'.encode(),
    "half a surrogate pair": rb'{"name": "\ud800", "query": "\udfff", "address": "\ud800", "note": "\ud800"}',
    "half a surrogate pair as a name": rb'{"\ud800": 1}',
    "U+0000": rb'{"name": "a\u0000b", "query": "a\u0000", "address": "https://a.example/\u0000", "note": "\u0000"}',
    "U+0000 as a name": rb'{"\u0000": 1}',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "too large": b'{"name": "' + b"x" * 1_000_001 + b'"}',
}
WRONG_TYPES = [None, 1, 1.5, True, "x" * 100_000, [], [[]], {}, {"a": {"b": []}}, 10**30, -(10**30)]


@pytest.fixture
def rows(brand) -> dict[str, str]:
    topic, source = factories.topic(brand, "café"), factories.source(brand)
    return {"topic": topic.public_id, "source": source.public_id}


@pytest.fixture
def api(client, bob, bob_in) -> Client:
    client.force_login(bob)
    return client


def writes(rows: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("POST", "topics/"),
        ("POST", "topics/preview/"),
        ("PATCH", f"topics/{rows['topic']}/"),
        ("POST", "sources/"),
        ("PATCH", f"sources/{rows['source']}/"),
    ]


def at(brand, path: str) -> str:
    return f"/api/v1/brands/{brand.public_id}/{path}"


def refused(answer) -> tuple[int, str]:
    """Status and code of an error in the one shape; fails for anything else."""
    assert 400 <= answer.status_code < 500, answer.content[:300]
    error = answer.json()["error"]
    assert error.keys() <= {"code", "message", "fields", "places", "current"}
    assert error["message"]
    return answer.status_code, error["code"]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_cannot_be(api, brand, rows, body):
    for method, path in writes(rows):
        answer = api.generic(method, at(brand, path), body, content_type="application/json")
        status, code = refused(answer)
        assert (status, code) in {(400, "invalid"), (400, "parse_error"), (413, "too_large")}
    assert not Event.objects.filter(brand=brand, verb__regex="^(topic|source)").exists()


@pytest.mark.parametrize("value", WRONG_TYPES, ids=lambda value: repr(value)[:20])
def test_a_field_of_another_type(api, brand, rows, value):
    good = {"name": "Té", "query": "té", "kind": "brand", "version": 1}
    for name in good:
        body = json.dumps(good | {name: value})
        answer = api.post(at(brand, "topics/"), body, content_type="application/json")
        refused(answer)
        if (name, value) != ("version", 1):
            refused(api.patch(at(brand, f"topics/{rows['topic']}/"), body, content_type="application/json"))
    with brand_scope(brand.pk):
        assert list(Topic.objects.values_list("name", "version")) == [("café", 1)]


def test_a_body_of_another_kind_is_415(api, brand, rows):
    for method, path in writes(rows):
        for kind in (
            "",
            "text/plain",
            "application/xml",
            "nonsense",
            "a/b; charset=hex",
        ):
            answer = api.generic(method, at(brand, path), b'{"name": "x"}', content_type=kind)
            assert refused(answer) == (415, "unsupported_media_type")


def test_a_charset_that_is_none_does_not_matter(api, brand):
    body = json.dumps({"name": "Té", "query": "té"})
    for n, charset in enumerate(("hex", "utf-16", "nonsense", "ñ")):
        kind = f"application/json; charset={charset}"
        raw = body.replace("T\\u00e9", f"T{n}").encode()
        answer = api.generic("POST", at(brand, "topics/"), raw, content_type=kind)
        assert answer.status_code == 201


LISTS = ("topics/", "sources/", "mentions/", "tags/", "counts/", "counts/hours/")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("value", [DIGITS, "-1", "0", "201", "1e9", "½", "٣x", "%00", "true", "[1]", ""])
def test_a_limit_that_cannot_be(api, brand, path, value):
    assert refused(api.get(at(brand, f"{path}?limit={value}")))[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1",
        "after=%00",
        "from=2026-13-01&to=%00",
        "from=0001-01-01&to=9999-12-31",
        "to=0001-01-01",
        f"from={DIGITS}",
        "topic=%00",
        "topic=%ED%A0%80",
        "&".join(f"x{n}=1" for n in range(1500)),
        "topic=" + "x" * 5000,
    ],
    ids=lambda query: query[:20],
)
@pytest.mark.parametrize("path", ["mentions/", "counts/", "counts/hours/"])
def test_parameters_that_cannot_be(api, brand, path, query):
    assert refused(api.get(at(brand, f"{path}?{query}")))[0] in {400, 404}


@pytest.mark.parametrize(
    "query",
    [f"reach={DIGITS}", "sentiment=good", "starred=yes", "read=", "network=" + "x" * 99, "q=" + "x" * 999, "gone=0"],
)
def test_filters_that_cannot_be(api, brand, query):
    assert refused(api.get(at(brand, f"mentions/?{query}"))) == (400, "invalid")


@pytest.mark.parametrize("query", ["q=%00", "by=%00", "network=%00&language=%00", "q=%22&by=%25_%5C", "q=-", "q=((((*"])
def test_filters_that_find_nothing(api, brand, query):
    answer = api.get(at(brand, f"mentions/?{query}"))
    assert answer.status_code in {200, 400}, answer.content[:300]


def test_head_and_options_answer(api, brand, rows):
    for path in ("", *LISTS, f"topics/{rows['topic']}/", f"sources/{rows['source']}/"):
        assert (api.head(at(brand, path)).status_code, api.head(at(brand, path)).content) == (200, b"")
        assert "GET" in api.options(at(brand, path))["Allow"]
    assert refused(api.put(at(brand, "topics/"))) == (405, "method_not_allowed")
    assert refused(api.generic("TRACE", at(brand, "topics/?x=1"))) == (405, "method_not_allowed")


@pytest.mark.parametrize("key", ["x" * 201, "a\x01b", "\x7f"])
def test_a_key_that_cannot_be(api, brand, key):
    body = json.dumps({"address": "https://a.example/feed"})
    answer = api.post(at(brand, "sources/"), body, content_type="application/json", headers={"Idempotency-Key": key})
    assert refused(answer) == (400, "invalid")
    with brand_scope(brand.pk):
        assert not Source.objects.exists()


@pytest.mark.parametrize("path", ["mentions/?n=1", "mentions/news/?n=", "mentions/?after=%00", "mentions/?reach="])
def test_pages_take_numbers_of_thousands_of_digits_too(api, brand, path):
    """The same readers of addresses serve the pages."""
    url = f"/b/{brand.public_id}/{path}"
    assert api.get(url + DIGITS if url.endswith("=") else url).status_code in {200, 404}
