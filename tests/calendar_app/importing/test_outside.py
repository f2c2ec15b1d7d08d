"""Pictures by an address outside: fetched, looked at, made anew; what is none is told row by row."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from calendar_app.importing import files, outside
from calendar_app.importing.reading import Good
from calendar_app.models import Post
from media.models import File
from tests.calendar_app.importing.filled import HEAD, as_csv, faults, imported, outcome, read, upload
from tests.fault_server import FaultServer, reply

pytestmark = pytest.mark.django_db(transaction=True)
HEADS = (*HEAD, "Archivos", "Texto alternativo")


def picture(colour: str = "teal") -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def server(settings):
    routes = {
        "/one.jpg": reply(200, picture()),
        "/caf%C3%A9,dos.jpg": reply(200, picture("sienna")),
        "/page.jpg": reply(200, b"<html>no picture</html>"),
        "/gone.jpg": reply(404),
        "/": reply(500),
    }
    with FaultServer(routes) as running:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({running.pair})
        yield running


@pytest.fixture(autouse=True)
def _in_english(alice):
    """What is wrong is told in the words of who asked."""
    alice.language = "en"
    alice.save()


def row(files: str, text: str = "Hola", alt: str = "") -> tuple:
    return ("28/11/2026", "09:30", text, "Lumbre", files, alt)


def test_a_picture_is_taken_in_like_an_upload(lumbre, alice, bluesky, server):
    one = imported(lumbre, as_csv(HEADS, row(server.url("/one.jpg"), alt="La terraza")), alice)
    assert outcome(one) == ("done", 1, 0, 0)
    file = File.objects.get()
    assert (file.name, file.mime, file.by_hand, file.added_by) == ("one.jpg", "image/jpeg", False, alice)
    assert Post.objects.get().content["media"] == [{"file": file.public_id, "alt": "La terraza", "crop": ""}]


def test_several_and_an_address_with_a_comma(lumbre, alice, bluesky, server):
    said = f"{server.url('/one.jpg')}, {server.url('/caf%C3%A9,dos.jpg')}"
    assert outcome(imported(lumbre, as_csv(HEADS, row(said)), alice)) == ("done", 1, 0, 0)
    names = [File.objects.get(public_id=use["file"]).name for use in Post.objects.get().content["media"]]
    assert names == ["one.jpg", "café,dos.jpg"]


def test_each_address_is_asked_once(lumbre, alice, bluesky, server):
    rows = [row(server.url("/one.jpg"), text) for text in ("Uno", "Dos", "Tres")]
    assert outcome(imported(lumbre, as_csv(HEADS, *rows), alice)) == ("done", 3, 0, 0)
    assert [asked.path for asked in server.requests] == ["/one.jpg"]


def test_what_is_no_picture_is_told_by_row_and_the_others_are_made(lumbre, alice, bluesky, server):
    rows = [row(server.url(path), path) for path in ("/one.jpg", "/page.jpg", "/gone.jpg")]
    one = imported(lumbre, as_csv(HEADS, *rows), alice)
    assert outcome(one) == ("done", 1, 0, 2)
    told = {number: said for number, ((field, said),) in faults(one).items() if field == "media"}
    assert told[3].startswith(f"The picture at {server.url('/page.jpg')} was not taken. What is inside this file is")
    assert told[4] == f"The picture at {server.url('/gone.jpg')} was not taken. It answers with an error (404)."
    assert File.objects.count() == 1


def test_a_private_place_is_not_asked(lumbre, alice, bluesky, server, settings):
    settings.CMHUB_OUTBOUND_ALLOW = frozenset()
    one = imported(lumbre, as_csv(HEADS, row(server.url("/one.jpg"))), alice)
    assert outcome(one) == ("done", 0, 0, 1)
    assert faults(one)[2] == [
        ["media", f"The picture at {server.url('/one.jpg')} was not taken. This address leads to no public place."]
    ]
    assert server.requests == []


def test_the_preview_fetches_nothing_and_says_what_will_be(lumbre, alice, bluesky, server):
    (found,) = read(lumbre, as_csv(HEADS, row(server.url("/one.jpg"), text="")), alice)
    assert isinstance(found, Good)
    assert [note.text for note in found.notes] == ["1 file is fetched when it is imported."]
    assert server.requests == []


def test_the_same_row_again_is_the_same_post(lumbre, alice, bluesky, server):
    data = as_csv(HEADS, row(server.url("/one.jpg")))
    imported(lumbre, data, alice)
    server.routes["/one.jpg"] = reply(200, picture("gold"))
    assert outcome(imported(lumbre, data, alice)) == ("done", 0, 1, 0)
    assert Post.objects.count() == 1


def test_no_more_than_can_be_fetched_in_a_turn(lumbre, alice, bluesky, server, monkeypatch):
    monkeypatch.setattr(outside, "MOST", 1)
    rows = [row(server.url("/one.jpg"), "Uno"), row(server.url("/caf%C3%A9,dos.jpg"), "Dos")]
    one = imported(lumbre, as_csv(HEADS, *rows), alice)
    assert outcome(one) == ("done", 1, 0, 1)
    assert "More than 1 addresses are too many for one file." in faults(one)[3][0][1]


def test_nobody_waits_at_the_page_for_them(lumbre, alice, bluesky, server):
    assert files.fetches(upload(lumbre, as_csv(HEADS, row(server.url("/one.jpg"))), alice))
    assert not files.fetches(upload(lumbre, as_csv(HEADS, row("Terraza.png")), alice))
    assert not files.fetches(upload(lumbre, as_csv(HEAD, row("")[:4]), alice))
