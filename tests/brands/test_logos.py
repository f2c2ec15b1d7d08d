from __future__ import annotations

import io

import pytest
from PIL import Image

from brands import logos


def png(colour: str = "red", size: tuple[int, int] = (900, 300), **save) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, save.pop("format", "PNG"), **save)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_written_anew_as_a_small_png(kind):
    made = Image.open(io.BytesIO(logos.reencoded(png(format=kind))))
    assert (made.format, made.size) == ("PNG", (256, 85))


def test_position_and_other_metadata_are_gone():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    made = Image.open(io.BytesIO(logos.reencoded(png(format="JPEG", exif=exif))))
    assert dict(made.getexif()) == {}
    assert b"taken at home" not in logos.reencoded(png(format="JPEG", exif=exif))


def test_a_picture_of_too_many_pixels_is_refused():
    with pytest.raises(logos.UnusableImage):
        logos.reencoded(png(size=(9000, 9000)))


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read():
    with pytest.raises(logos.UnusableImage, match="5 MB"):
        logos.reencoded(b"0" * (logos.MAX_BYTES + 1))
