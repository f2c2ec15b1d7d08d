"""What is made of an image: upright, without position, in colours that screens know."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from media import places
from tests.media import samples


def clean(file) -> Image.Image:
    return Image.open(io.BytesIO(places.read(file, places.CLEAN)))


@pytest.mark.parametrize("version", [places.CLEAN, places.PREVIEW, places.THUMB])
def test_position_camera_and_comments_stay_in_the_original_only(add, version):
    kept = add(samples.located())
    original = places.read(kept, places.ORIGINAL)
    assert original == samples.located()
    assert b"taken at home" in original
    assert dict(Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825)) != {}

    made = places.read(kept, version)
    image = Image.open(io.BytesIO(made))
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp"} & image.info.keys()
    assert [word for word in (b"taken at home", b"secreta", b"privado") if word in made] == []


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (800, 600), (10, 10)),
        (2, (800, 600), (790, 10)),
        (3, (800, 600), (790, 590)),
        (4, (800, 600), (10, 590)),
        (5, (600, 800), (10, 10)),
        (6, (600, 800), (590, 10)),
        (7, (600, 800), (590, 790)),
        (8, (600, 800), (10, 790)),
    ],
)
def test_a_photo_stands_upright(add, orientation, size, red):
    kept = add(samples.located(orientation))
    image = clean(kept)
    assert image.size == (kept.width, kept.height) == size
    r, g, b = image.getpixel(red)
    assert r > 240
    assert max(g, b) < 20


def test_a_press_photo_becomes_rgb(add):
    image = clean(add(samples.cmyk()))
    assert image.mode == "RGB"
    assert [abs(seen - wanted) < 6 for seen, wanted in zip(image.getpixel((700, 500)), (0, 128, 128), strict=True)] == [
        True
    ] * 3


def test_a_scan_with_16_bits_keeps_its_greys(add):
    image = clean(add(samples.sixteen_bits())).convert("L")
    assert [image.getpixel((x, 5)) for x in (0, 64, 128, 255)] == [0, 64, 128, 255]


def test_colours_by_number_keep_what_is_seen_through(add):
    kept = add(samples.palette())
    image = clean(kept)
    assert (kept.clean_mime, image.mode) == ("image/png", "RGBA")
    assert image.getpixel((60, 60))[3] == 0
    assert image.getpixel((2, 2)) == (255, 0, 0, 255)


def test_a_profile_is_applied_and_left_out(add):
    image = clean(add(samples.exchanged()))
    r, g, b = image.getpixel((10, 10))
    assert "icc_profile" not in image.info
    assert b > 240
    assert max(r, g) < 20


def test_a_profile_that_is_none_does_not_cost_the_picture(add):
    image = clean(add(samples.jpeg(icc_profile=b"not a profile" * 20)))
    assert image.size == (800, 600)


def test_a_photo_of_50_megapixels_is_kept_and_goes_out_in_4096(add):
    kept = add(samples.jpeg((8160, 6120)))
    assert (kept.width, kept.height) == (8160, 6120)
    assert clean(kept).size == (kept.clean_width, kept.clean_height) == (4096, 3072)


def test_photos_become_jpeg_drawings_stay_png(add):
    photo = samples.saved(samples.picture(), "WEBP", quality=80)
    assert [add(data).clean_mime for data in (samples.jpeg(), samples.png(), photo)] == [
        "image/jpeg",
        "image/png",
        "image/jpeg",
    ]
    assert add(samples.saved(samples.picture(), "AVIF")).mime == "image/avif"


@pytest.mark.parametrize(
    ("data", "mime", "seconds"), [(samples.gif(), "image/gif", 0.6), (samples.webp(), "image/webp", 0.45)]
)
def test_what_moves_goes_on_moving(add, data, mime, seconds):
    kept = add(data)
    assert (kept.kind, kept.frames, kept.seconds, kept.clean_mime) == ("gif", 3, seconds, mime)
    assert clean(kept).n_frames == 3
    assert Image.open(io.BytesIO(places.read(kept, places.THUMB))).size == (120, 80)


def test_a_gif_of_one_frame_is_an_image(add):
    kept = add(samples.gif(1))
    assert (kept.kind, kept.clean_mime, kept.frames) == ("image", "image/png", 1)


def test_a_phone_photo_of_two_pictures_is_its_first(add):
    kept = add(samples.saved(samples.picture(), "MPO", save_all=True, append_images=[samples.picture(colour="gold")]))
    assert (kept.kind, kept.mime, kept.frames) == ("image", "image/jpeg", 1)
