"""A file as one network takes it: small enough, of a type it knows, in a shape. The same question, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop
from PIL import Image

from media import cropping, places, stills
from media.errors import BadCrop
from media.models import File
from networks.errors import Rejected
from networks.publishing import Media

STILLS = ("image/jpeg", "image/png", "image/webp")
"""What a picture can be written as; the first that a network takes is chosen."""
_QUALITIES = (90, 82, 74, 66)
_SHRINK = 0.8
_SMALLEST = 64
"""Pixels of the longer side: below, nobody sees anything."""
_NO_TYPE = gettext_noop("The network takes no type of file that this one can be written as. Choose another file.")
_NO_FIT = gettext_noop("The file cannot be made small enough for this network. Choose a smaller one.")
_NO_CROP = gettext_noop("The part that was chosen does not lie inside the picture. Choose it anew.")
_VIDEO_SIZE = gettext_noop("The video is larger than this network takes. Choose a shorter or smaller one.")


def rendition(
    file: File,
    *,
    max_bytes: int,
    max_side: int | None = None,
    mimes: Sequence[str] = STILLS,
    crop: str | cropping.Box | None = None,
) -> tuple[bytes, str]:
    """`file` as (bytes, type): at most `max_bytes`, its longer side at most `max_side` pixels, a type of `mimes`.

    `crop` is the name of a crop (see cropping) or a box. An animation stays one where it fits as it is, else its first
    frame is taken; videos go as they are or not at all. Raises networks.errors.Rejected.
    """
    side = max(file.clean_width, file.clean_height)
    fits = file.clean_size <= max_bytes and (max_side is None or side <= max_side)
    if crop is None and fits and file.clean_mime in mimes:
        return places.read(file, places.CLEAN), file.clean_mime
    if file.is_video:
        raise Rejected(_VIDEO_SIZE if file.clean_mime in mimes else _NO_TYPE)
    image = _cut(file, crop)
    for data, mime in _attempts(image, _kinds(image, mimes, file.clean_mime), max_side):
        if len(data) <= max_bytes:
            return data, mime
    raise Rejected(_NO_FIT)


def outgoing(file: File, *, alt: str = "", crop: str | cropping.Box | None = None) -> Media:
    """`file` as it is handed to a connector. Raises networks.errors.Rejected for a crop that is none of it."""
    box = _box(file, crop)
    return Media(
        mime=file.clean_mime,
        alt=alt,
        size=file.size,
        rendition=lambda **limits: rendition(file, **limits, crop=crop),
        width=box[2] if box else file.clean_width,
        height=box[3] if box else file.clean_height,
        seconds=file.seconds,
        name=file.name,
    )


def loses_motion(file: File, mimes: Sequence[str], max_bytes: int) -> bool:
    """Whether only the first frame of an animation would go out."""
    return file.kind == File.Kind.GIF and not (file.clean_mime in mimes and file.clean_size <= max_bytes)


def _box(file: File, crop: str | cropping.Box | None) -> cropping.Box | None:
    if crop is None or file.is_video:
        return None
    try:
        return cropping.box_of(file, crop) if isinstance(crop, str) else crop
    except BadCrop as error:
        raise Rejected(_NO_CROP) from error


def _cut(file: File, crop: str | cropping.Box | None) -> Image.Image:
    stored = Image.open(io.BytesIO(places.read(file, places.CLEAN)))
    image = stored.convert("RGBA" if stored.has_transparency_data else "RGB")
    image.info = {}
    if (box := _box(file, crop)) is None:
        return image
    left, top, width, height = box
    return image.crop((left, top, left + width, top + height))


def _attempts(image: Image.Image, kinds: Sequence[str], max_side: int | None) -> Iterator[tuple[bytes, str]]:
    """`image` as files that become smaller: first by quality, then by size."""
    scale = min(1.0, max_side / max(image.size)) if max_side else 1.0
    while max(image.size) * scale >= min(_SMALLEST, max(image.size)):
        size = max(int(image.width * scale), 1), max(int(image.height * scale), 1)
        small = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
        for mime in kinds:
            for quality in _QUALITIES if mime != "image/png" else _QUALITIES[:1]:
                yield stills.encoded(small, mime, quality), mime
        scale *= _SHRINK


def _kinds(image: Image.Image, mimes: Sequence[str], clean_mime: str) -> list[str]:
    """Types to try, the best first: drawings stay drawings, and what is seen through stays so where the network can.

    Raises Rejected where the network takes none.
    """
    order = ("image/png", "image/webp", "image/jpeg") if image.mode == "RGBA" else STILLS
    kinds = sorted((mime for mime in order if mime in mimes), key=lambda mime: mime != clean_mime)
    if not kinds:
        raise Rejected(_NO_TYPE)
    if image.mode == "RGBA":
        return [mime for mime in kinds if mime != "image/jpeg"] or kinds
    lossy = [mime for mime in kinds if mime != "image/png"][:1]
    return lossy if lossy and clean_mime != "image/png" else [*kinds[:1], *lossy]
