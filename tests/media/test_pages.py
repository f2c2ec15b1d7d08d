from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brands.roles import Role
from core import clock
from media import uses
from media.models import File
from media.views import library
from tests.conftest import join
from tests.media import samples
from tests.media.test_keeping import users  # noqa: F401  a fixture


@pytest.fixture
def page(client, brand, alice, in_brand):
    client.force_login(alice)
    return lambda name, *ids: reverse(f"media:{name}", args=[brand.public_id, *ids])


def upload(data: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_of_a_form_come_in_one_by_one_and_each_says_how_it_went(client, page):
    files = [upload(samples.jpeg(), "Terraza.jpg"), upload(samples.SVG, "logo.svg"), upload(b"", "vacía.png")]
    answer = client.post(page("upload"), {"file": files, "library": "1"}, headers={"Accept": "application/json"})
    assert answer.status_code == 201
    taken, drawing, empty = answer.json()["files"]
    kept = File.objects.get()
    assert kept.by_hand
    assert (taken["id"], taken["name"], taken["kind"], taken["width"]) == (kept.public_id, "Terraza.jpg", "image", 800)
    assert client.get(taken["thumb"]).status_code == 200
    assert (drawing["name"], drawing["code"]) == ("logo.svg", "svg")
    assert (empty["name"], empty["code"]) == ("vacía.png", "empty")


def test_where_nothing_was_taken_it_says_so(client, page):
    answer = client.post(page("upload"), {"file": upload(samples.SVG)}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "id" not in answer.json()["files"][0]
    assert client.post(page("upload"), {}, headers={"Accept": "application/json"}).status_code == 422
    assert not File.objects.exists()


def test_a_part_of_a_page_and_a_page_without_scripts(client, page):
    rows = client.post(page("upload"), {"file": upload(samples.jpeg())}, headers={"HX-Request": "true"})
    kept = File.objects.get()
    assert not kept.by_hand
    assert f'name="alt-{kept.public_id}"' in rows.content.decode()
    assert client.post(page("upload"), {"file": upload(samples.SVG)}, follow=True).redirect_chain == [
        (page("library"), 302)
    ]


def test_a_request_larger_than_anything_we_take_is_not_read(client, page):
    answer = client.generic(
        "POST",
        page("upload"),
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="520000001",
    )
    assert answer.status_code == 400
    assert not File.objects.exists()


def names(answer) -> list[str]:
    return [card["file"].name for card in answer.context["cards"]]


def test_the_library_lists_filters_and_goes_on(client, page, add, users, monkeypatch):  # noqa: F811
    monkeypatch.setattr(library, "PAGE", 2)
    for n, (data, name) in enumerate(
        [(samples.jpeg(), "a.jpg"), (samples.video(), "b.mp4"), (samples.gif(), "c.gif"), (samples.png(), "d.png")]
    ):
        with clock.shifted(samples.seconds(n)):
            add(data, name, alt="Una terraza" if name == "a.jpg" else "")
    first = client.get(page("library"))
    assert names(first) == ["d.png", "c.gif"]
    assert names(client.get(first.context["next_url"], headers={"HX-Target": "more"})) == ["b.mp4", "a.jpg"]
    assert names(client.get(page("library"), {"kind": "video"})) == ["b.mp4"]
    assert names(client.get(page("library"), {"q": "TERRAZA"})) == ["a.jpg"]
    users.append(uses.Use(File.objects.get(name="d.png").public_id, "x", "/", waiting=True))
    assert names(client.get(page("library"), {"unused": "1"})) == ["c.gif", "b.mp4"]
    assert names(client.get(page("library"), {"q": "nada", "kind": "gif"})) == []
    assert client.get(page("library"), {"after": "nothing"}).status_code == 404
    assert names(client.get(page("library"), {"kind": "x", "q": "\x00"})) == ["d.png", "c.gif"]


def test_an_empty_library_says_what_it_is_for(client, page, brand, bob):
    assert "data-upload-input" in client.get(page("library")).content.decode()
    join(brand, bob, Role.ANALYST)
    client.force_login(bob)
    assert "data-upload-input" not in client.get(page("library")).content.decode()


def test_the_pane_and_the_page_of_a_file(client, page, add):
    kept = add(samples.video(sound=True, seconds=2), "clip.mp4")
    whole = client.get(page("file", kept.public_id)).content.decode()
    pane = client.get(page("file", kept.public_id), headers={"HX-Target": "detail"}).content.decode()
    assert "<html" in whole
    assert "<html" not in pane
    assert ("<video" in pane, "h264 + aac" in pane, "0:02" in pane) == (True, True, True)


def test_two_people_describe_one_file_and_neither_text_is_lost(client, page, add):
    kept = add()
    url = page("describe", kept.public_id)
    client.post(url, {"alt": "La terraza", "version": "1"})
    answer = client.post(
        url, {"alt": "El patio", "version": "1"}, headers={"HX-Request": "true", "HX-Target": "detail"}
    ).content.decode()
    assert "La terraza" in answer
    assert "El patio" in answer
    assert File.objects.get().alt == "La terraza"
    assert client.post(url, {"alt": "El patio", "version": "1"}).status_code == 409
    client.post(url, {"alt": "La terraza y el patio", "version": "2"})
    assert File.objects.get().alt == "La terraza y el patio"


def test_a_crop_is_chosen_on_its_page(client, page, add):
    kept = add()
    url = page("crop", kept.public_id)
    assert client.get(url, {"ratio": "4:5"}).context["box"] == {"left": 160, "top": 0, "width": 480, "height": 600}
    box = {"ratio": "4:5", "left": "0", "top": "0", "width": "400", "height": "500"}
    client.post(url, box | {"version": "1"})
    assert File.objects.get().crops == {"4:5": [0, 0, 400, 500]}
    for wrong in (box | {"version": "1"}, box | {"version": "2", "left": "700"}, {"ratio": "9"}):
        client.post(url, wrong)
        assert File.objects.get().crops == {"4:5": [0, 0, 400, 500]}
    assert client.get(url, {"ratio": "7:3"}).status_code == 302


def test_delete_and_undo(client, page, add, users):  # noqa: F811
    kept = add()
    users.append(uses.Use(kept.public_id, "El martes", "/", waiting=True))
    assert "El martes" in client.post(page("remove", kept.public_id), follow=True).content.decode()
    assert File.objects.exists()
    users.clear()
    answer = client.post(page("remove", kept.public_id), follow=True).content.decode()
    assert page("restore", kept.public_id) in answer
    assert not File.objects.exists()
    assert client.get(page("file", kept.public_id)).status_code == 404
    client.post(page("restore", kept.public_id))
    assert File.objects.get() == kept


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CLIENT])
def test_who_only_reads_changes_nothing(client, page, add, bob, bob_in, role):
    kept = add()
    client.force_login(bob)
    answers = [
        client.post(page(name, kept.public_id), {"alt": "x", "version": "1"})
        for name in ("describe", "crop", "remove", "restore")
    ]
    answers += [
        client.post(page("upload"), {"file": upload(samples.png())}),
        client.get(page("original", kept.public_id)),
    ]
    assert [answer.status_code for answer in answers] == [403] * 6
    assert list(File.objects.values_list("alt", "crops")) == [("", {})]


def test_a_file_that_came_as_a_stream(client, page, add):
    """Large files lie on the disk, not in memory."""
    data = samples.jpeg((4000, 3000)) + bytes(3_000_000)
    client.post(page("upload"), {"file": io.BytesIO(data)}, headers={"Accept": "application/json"})
    assert File.objects.get().size == len(data)
