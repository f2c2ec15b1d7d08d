from __future__ import annotations

import io

import pytest
from PIL import Image

from core.versions import StaleWrite
from media import cropping, errors, places, renditions
from media.models import File
from media.renditions import rendition
from networks.errors import Rejected
from tests.media import samples


def noise(size: tuple[int, int] = (900, 700)) -> bytes:
    """A picture that cannot be made small without being seen."""
    return samples.saved(Image.effect_noise(size, 90).convert("RGB"), "PNG")


def opened(made: tuple[bytes, str]) -> Image.Image:
    return Image.open(io.BytesIO(made[0]))


def test_what_fits_goes_out_as_it_is(add):
    kept = add()
    assert rendition(kept, max_bytes=2_000_000) == (places.read(kept, places.CLEAN), "image/jpeg")


@pytest.mark.parametrize("most", [500_000, 100_000, 20_000])
def test_it_is_made_small_enough_and_always_the_same(add, most):
    kept = add(noise())
    data, mime = rendition(kept, max_bytes=most, mimes=("image/jpeg",))
    assert len(data) <= most
    assert (mime, opened((data, mime)).format) == ("image/jpeg", "JPEG")
    assert rendition(kept, max_bytes=most, mimes=("image/jpeg",)) == (data, mime)


def test_no_more_pixels_than_are_taken(add):
    image = opened(rendition(add(), max_bytes=2_000_000, max_side=400))
    assert image.size == (400, 300)


def test_a_drawing_stays_a_drawing_and_what_is_seen_through_stays_so(add):
    assert rendition(add(samples.png()), max_bytes=2_000_000, max_side=100)[1] == "image/png"
    assert rendition(add(noise()), max_bytes=100_000)[1] == "image/jpeg"
    seen_through = add(samples.palette())
    assert opened(rendition(seen_through, max_bytes=2_000_000, crop="16:9")).mode == "RGBA"
    on_white = opened(rendition(seen_through, max_bytes=2_000_000, mimes=("image/jpeg",)))
    assert on_white.getpixel((60, 60)) == (255, 255, 255)


def test_an_animation_goes_out_moving_or_as_its_first_frame(add):
    kept = add(samples.gif())
    moving = opened(rendition(kept, max_bytes=2_000_000, mimes=("image/jpeg", "image/gif")))
    still = opened(rendition(kept, max_bytes=2_000_000, mimes=("image/jpeg",)))
    assert (moving.n_frames, still.format) == (3, "JPEG")
    assert renditions.loses_motion(kept, ("image/jpeg",), 2_000_000)
    assert not renditions.loses_motion(kept, ("image/gif",), 2_000_000)


def test_what_no_network_of_that_kind_takes_is_refused(add):
    film = add(samples.video())
    assert rendition(film, max_bytes=10**6, mimes=("video/mp4",))[0] == places.read(film, places.CLEAN)
    for limits in ({"max_bytes": 100, "mimes": ("video/mp4",)}, {"max_bytes": 10**6, "mimes": ("image/jpeg",)}):
        with pytest.raises(Rejected):
            rendition(film, **limits)
    with pytest.raises(Rejected):
        rendition(add(), max_bytes=10**6, mimes=("image/tiff",))
    with pytest.raises(Rejected):
        rendition(add(noise()), max_bytes=50)


@pytest.mark.parametrize(
    ("ratio", "size"),
    [
        ("1:1", (600, 600)),
        ("4:5", (480, 600)),
        ("16:9", (800, 450)),
        ("1.91:1", (800, 418)),
        ("9:16", (337, 600)),
        ("free", (800, 600)),
    ],
)
def test_a_shape_is_taken_from_the_middle_until_somebody_chooses(add, ratio, size):
    kept = add()
    left, top, width, height = cropping.box_of(kept, ratio)
    assert (width, height) == size
    assert (left, top) == ((800 - width) // 2, (600 - height) // 2)
    assert opened(rendition(kept, max_bytes=10**6, crop=ratio)).size == size


def test_a_crop_is_kept_and_the_picture_stays_whole(add):
    kept = add()
    cropping.crop(kept, (0, 0, 200, 250), "4:5", seen=1)
    kept = File.objects.get()
    assert kept.crops == {"4:5": [0, 0, 200, 250]}
    cut = opened(rendition(kept, max_bytes=10**6, crop="4:5"))
    assert cut.size == (200, 250)
    assert cut.getpixel((100, 100))[0] > 240  # the red corner
    assert opened((places.read(kept, places.CLEAN), "")).size == (800, 600)
    assert renditions.outgoing(kept, crop="4:5").width == 200
    with pytest.raises(StaleWrite):
        cropping.crop(kept, (0, 0, 600, 600), "1:1", seen=1)


@pytest.mark.parametrize(
    ("box", "ratio"),
    [
        ((0, 0, 801, 600), "free"),
        ((-1, 0, 100, 100), "1:1"),
        ((0, 0, 100, 100), "4:5"),
        ((0, 0, 5, 5), "1:1"),
        ((0, 0, 100), "free"),
        ((0, 0, 100, 100), "2:3"),
    ],
)
def test_a_crop_that_is_none_changes_nothing(add, box, ratio):
    kept = add()
    with pytest.raises(errors.BadCrop):
        cropping.crop(kept, box, ratio, seen=1)
    assert File.objects.get().crops == {}


def test_videos_and_animations_are_not_cropped(add):
    for data in (samples.video(), samples.gif()):
        kept = add(data)
        with pytest.raises(errors.BadCrop):
            cropping.crop(kept, (0, 0, 40, 40), "1:1", seen=1)


def test_what_a_connector_gets(add):
    kept = add(samples.video(seconds=2), "clip.mp4")
    media = renditions.outgoing(kept, alt="Se sirve un café")
    assert (media.mime, media.alt, media.width, media.height, media.name) == (
        "video/mp4",
        "Se sirve un café",
        160,
        90,
        "clip.mp4",
    )
    assert media.is_video
    assert media.rendition(max_bytes=10**7, mimes=("video/mp4",)) == (places.read(kept, places.CLEAN), "video/mp4")
