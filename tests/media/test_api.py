from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media import uses
from media.models import File
from tests.media import samples
from tests.media.test_keeping import users  # noqa: F401  a fixture


@pytest.fixture
def api(client, brand, alice, in_brand):
    client.force_login(alice)
    client.headers = {}
    return lambda name, *ids: reverse(f"api:{name}", args=[brand.public_id, *ids])


def new(data: bytes = b"", name: str = "foto.jpg", **more) -> dict:
    return {"file": SimpleUploadedFile(name, data or samples.jpeg()), **more}


def test_upload_read_describe_delete_restore(client, api):
    made = client.post(api("files"), new(alt="La terraza", library="true"))
    assert made.status_code == 201
    file = made.json()
    assert (file["kind"], file["mime"], file["width"], file["alt"], file["library"]) == (
        "image",
        "image/jpeg",
        800,
        "La terraza",
        True,
    )
    assert client.post(api("files"), new()).json()["id"] == file["id"]
    one = api("file", file["id"])
    changed = client.patch(one, {"version": 1, "alt": "El patio"}, content_type="application/json").json()
    assert (changed["alt"], changed["version"]) == ("El patio", 2)
    stale = client.patch(one, {"version": 1, "alt": "Otra"}, content_type="application/json")
    assert (stale.status_code, stale.json()["error"]["current"]) == (409, {"alt": "El patio", "version": 2})
    assert client.get(api("files")).json()["results"] == [changed]
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404
    assert client.post(api("file_restore", file["id"])).json() == changed


def test_the_same_key_twice_is_one_upload_and_another_file_is_told(client, api):
    key = {"Idempotency-Key": "abc"}
    first, again = (client.post(api("files"), new(), headers=key) for _n in range(2))
    assert first.json() == again.json()
    assert client.post(api("files"), new(samples.png()), headers=key).json()["error"]["code"] == "key_reused"
    assert File.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (new(samples.SVG), "file"),
        ({"file": SimpleUploadedFile("x.jpg", b"")}, "file"),
        ({"alt": "x"}, "file"),
        (new(alt="x" * 2001), "alt"),
        (new(colour="red"), "colour"),
    ],
)
def test_what_is_not_taken_says_why_and_keeps_nothing(client, api, sent, field):
    answer = client.post(api("files"), sent)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not File.objects.exists()


def test_json_is_not_a_file(client, api):
    assert client.post(api("files"), {"file": "x"}, content_type="application/json").status_code == 415


def test_the_list_by_kind_and_use(client, api, add, users):  # noqa: F811
    photo, film = add(), add(samples.video())
    ids = lambda **asked: [one["id"] for one in client.get(api("files"), asked).json()["results"]]  # noqa: E731
    assert ids() == [photo.public_id, film.public_id]
    assert ids(kind="video") == [film.public_id]
    users.append(uses.Use(film.public_id, "x", "/", waiting=True))
    assert ids(unused="true") == [photo.public_id]
    refused = client.delete(api("file", film.public_id))
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "in_use")
    assert File.objects.count() == 2
