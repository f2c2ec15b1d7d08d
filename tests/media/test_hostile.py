"""Files that lie, that are broken, that would fill the memory: refused in words, and nothing of them stays."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from media import animations, errors, keeping, places
from media.models import File
from tests.media import samples

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
REFUSED = [
    ("empty.jpg", b"", errors.Empty),
    ("web page named as a photo", b"<!DOCTYPE html><html><script>alert(1)</script></html>", errors.UnknownType),
    ("program named as a photo", b"MZ\x90\x00" + bytes(500), errors.UnknownType),
    ("archive", b"PK\x03\x04" + bytes(500), errors.UnknownType),
    ("PDF", b"%PDF-1.7\n" + bytes(500), errors.UnknownType),
    ("AVI", b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(500), errors.UnknownType),
    ("words", "¡Hola! No soy una foto.".encode(), errors.UnknownType),
    ("song", b"ID3\x04" + bytes(500), errors.UnknownType),
    ("SVG with a script", samples.SVG, errors.Svg),
    ("SVG after a byte order mark", b"\xef\xbb\xbf  " + samples.SVG, errors.Svg),
    ("HEIC", HEIC, errors.Heic),
    ("PNG of 60,000 × 60,000", samples.png_bomb(), errors.TooManyPixels),
    ("PNG just above what is opened", samples.png_bomb(7_072, 7_072), errors.TooManyPixels),
    ("GIF of 65,535 × 65,535", samples.gif_bomb(), errors.TooManyPixels),
    ("GIF of 2,000 frames", samples.endless_gif(), errors.TooManyPixels),
    ("start of a PNG", b"\x89PNG\r\n\x1a\n" + bytes(100), errors.Damaged),
    ("start of a GIF", b"GIF89a", errors.Damaged),
    ("half a JPEG", samples.jpeg()[:4000], errors.Damaged),
    ("half a PNG", samples.png()[: len(samples.png()) // 2], errors.Damaged),
    ("half a GIF", samples.gif(20)[:-400], errors.Damaged),
    ("half a WebP", samples.webp()[:200], errors.Damaged),
    ("start of an MP4", b"\x00\x00\x00\x18ftypisom" + bytes(500), errors.Damaged),
    ("half an MP4", samples.video()[:600], errors.Damaged),
    ("video without a picture", samples.video(picture=False, sound=True), errors.NoPicture),
    ("WebM that ends in its head", samples.video(kind="webm")[:64], errors.Damaged),
]


@pytest.mark.parametrize(("data", "error"), [pytest.param(data, error, id=name) for name, data, error in REFUSED])
def test_what_cannot_be_used_is_refused_in_a_sentence_and_nothing_of_it_stays(add, brand, data, error):
    with pytest.raises(error) as refusal:
        add(data) if data else keeping.add(brand, io.BytesIO(), by=None, name="x.jpg")
    assert len(str(refusal.value)) > 40
    assert "%" not in str(refusal.value)
    assert File.with_deleted.count() == 0
    assert not default_storage.exists(places.folder(brand))


def test_an_animation_of_too_many_pixels_in_all_is_refused(add, monkeypatch):
    monkeypatch.setattr(animations, "MAX_PIXELS", 120 * 80 * 3 - 1)
    with pytest.raises(errors.TooManyPixels):
        add(samples.gif(3))
    monkeypatch.setattr(animations, "MAX_PIXELS", 120 * 80 * 3)
    assert add(samples.gif(3)).frames == 3


def test_what_is_too_large_is_refused_by_its_kind(add, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_IMAGE_BYTES", 1000)
    with pytest.raises(errors.TooLarge, match=r"\d\skB"):
        add(samples.jpeg())
    assert add(samples.video()).kind == "video"
    monkeypatch.setattr(keeping, "MAX_VIDEO_BYTES", 1000)
    with pytest.raises(errors.TooLarge):
        add(samples.video(seconds=2))


@pytest.mark.parametrize("name", ["foto.jpg", "foto.exe", "foto", "foto.svg", "x.php.gif"])
def test_a_file_is_what_it_holds_whatever_its_name_says(add, name):
    kept = add(samples.png(), name)
    assert (kept.kind, kept.mime) == ("image", "image/png")
    assert kept.name == f"{name.rsplit('.', 1)[0]}.png"


@pytest.mark.parametrize(
    ("data", "mime"),
    [(samples.jpeg(), "image/jpeg"), (samples.png(), "image/png"), (samples.gif(), "image/gif")],
    ids=["jpeg", "png", "gif"],
)
def test_a_script_behind_a_picture_does_not_go_out(add, data, mime):
    kept = add(data + samples.POLYGLOT_TAIL)
    assert b"<script" in places.read(kept, places.ORIGINAL)
    assert [v for v in ("clean", "preview", "thumb") if b"<script" in places.read(kept, v)] == []
    assert kept.clean_mime == mime


def test_a_script_inside_a_gif_does_not_go_out(add):
    kept = add(samples.gif(comment=b"*/=1;alert(document.domain)//"))
    assert b"alert" in places.read(kept, places.ORIGINAL)
    clean = places.read(kept, places.CLEAN)
    assert b"alert" not in clean
    image = Image.open(io.BytesIO(clean))
    assert (image.n_frames, image.info["loop"]) == (3, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        (r"C:\Users\ana\Foto de hoy.JPG", "Foto de hoy.jpg"),
        ("foto\u202egpj.exe", "fotogpj.jpg"),
        ("\x00\x07", "File.jpg"),
        ("...", "File.jpg"),
        ("ñandú 🦙.jpeg", "ñandú 🦙.jpg"),
        ("x" * 500, "x" * 195 + ".jpg"),
    ],
)
def test_names_are_cleaned(add, given, kept):
    from django.utils import translation

    with translation.override("en"):
        assert add(samples.jpeg(), given).name == kept
