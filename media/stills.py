"""Still images: opened with bounds, turned upright, brought to sRGB with 8 bits, and written anew as pixels only."""

from __future__ import annotations

import io
import logging
import struct

from PIL import Image, ImageCms

from core import formats
from media.errors import Damaged, TooManyPixels
from media.models import File
from media.prepared import Prepared
from media.sniffing import GIF, JPEG, PNG, Format

logger = logging.getLogger(__name__)

MAX_PIXELS = 50_000_000
"""What the cameras of phones take (8160 × 6120); decoded it is 200 MB."""
CLEAN_SIDE, PREVIEW_SIDE, THUMB_SIDE = 4096, 1280, 400
JPEG_QUALITY = 90
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Exif 2.32, tag 274 → what brings the picture upright."""
BROKEN = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError, struct.error, MemoryError)
"""What Pillow's readers raise for files that are not what they begin as."""


def opened(data: bytes, kind: Format) -> Image.Image:
    """`data` as an image whose header was read and nothing else, with no more pixels than MAX_PIXELS.

    Raises TooManyPixels or Damaged.
    """
    try:
        # A JPEG of several pictures (from phones) says that it is an MPO; its first picture is the photo.
        image = Image.open(io.BytesIO(data), formats=("JPEG", "MPO") if kind is JPEG else (kind.reader,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(size=_megapixels(None), most=_megapixels(MAX_PIXELS)) from error
    except BROKEN as error:
        raise Damaged from error
    bounded(image.width, image.height)
    return image


def bounded(width: int, height: int, frames: int = 1, *, most: int = MAX_PIXELS) -> None:
    """Raises TooManyPixels where so many frames of that size are more than `most` pixels, Damaged where it has none."""
    if not width or not height:
        raise Damaged
    if width * height * frames > most:
        size = f"{formats.number(width)} × {formats.number(height)}" + (f" × {frames}" if frames > 1 else "")
        raise TooManyPixels(size=size, most=_megapixels(most))


def _megapixels(pixels: int | None) -> str:
    return "…" if pixels is None else formats.number(pixels // 1_000_000)


def upright(image: Image.Image) -> Image.Image:
    """`image` decoded: the right way up, in sRGB with 8 bits, RGB or (where anything shows through) RGBA.

    Raises Damaged.
    """
    try:
        turn = _TURNS.get(_orientation(image))
        image.load()
        profile = image.info.get("icc_profile")
        plain = _eight_bits(image)
        coloured = _in_srgb(plain, profile) if profile else plain
        drawn = coloured.convert("RGBA" if coloured.has_transparency_data else "RGB")
    except BROKEN as error:
        raise Damaged from error
    if drawn.mode == "RGBA" and drawn.getchannel("A").getextrema() == (255, 255):
        drawn = drawn.convert("RGB")
    drawn = drawn.transpose(turn) if turn is not None else drawn
    drawn.info = {}  # Pillow would write profiles and comments into the new file
    return drawn


def _orientation(image: Image.Image) -> int:
    try:
        found: int = image.getexif().get(_ORIENTATION, 1)
    except BROKEN:
        return 1  # broken Exif says nothing; the picture beside it is whole
    return found


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scans have 16 bits, which Pillow would cut off at 255 rather than scale."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "F":
        return image.convert("L")
    if image.mode == "P":
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours of a camera or a press as screens show them; a profile that does not fit the picture is left out."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, *BROKEN) as error:
        logger.info("a colour profile was left out: %s", error)
        return image
    return made or image


def fitted(image: Image.Image, side: int) -> Image.Image:
    """`image`, no side longer than `side` pixels."""
    if max(image.size) <= side:
        return image
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return small


def encoded(image: Image.Image, mime: str, quality: int = JPEG_QUALITY) -> bytes:
    """`image` as image/jpeg (on white), image/png or image/webp: the same pixels give the same bytes."""
    out = io.BytesIO()
    if mime == "image/jpeg":
        flat(image).save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    elif mime == "image/webp":
        image.save(out, "WEBP", quality=quality, method=4)
    else:
        image.save(out, "PNG")
    return out.getvalue()


def flat(image: Image.Image) -> Image.Image:
    """`image` on white, without transparency."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def shown(image: Image.Image) -> tuple[bytes, bytes]:
    """(preview, thumb) of `image`, both WebP."""
    preview = fitted(image, PREVIEW_SIDE)
    return encoded(preview, "image/webp", 80), encoded(fitted(preview, THUMB_SIDE), "image/webp", 75)


def prepare(data: bytes, kind: Format) -> Prepared:
    """A still image. Drawings stay PNG, photos become JPEG, and what is seen through stays so. Raises Refused."""
    whole = upright(opened(data, kind))
    clean = fitted(whole, CLEAN_SIDE)
    mime = "image/png" if kind in (PNG, GIF) or clean.mode == "RGBA" else "image/jpeg"
    preview, thumb = shown(clean)
    return Prepared(
        kind=File.Kind.IMAGE,
        width=whole.width,
        height=whole.height,
        clean=io.BytesIO(encoded(clean, mime)),
        clean_mime=mime,
        clean_width=clean.width,
        clean_height=clean.height,
        preview=preview,
        thumb=thumb,
    )
