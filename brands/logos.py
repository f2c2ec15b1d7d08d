"""A brand's logo: whatever was uploaded is decoded, bounded and written anew, so that only pixels remain."""

from __future__ import annotations

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from brands.models import Brand

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
SIDE = 256
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class UnusableImage(ValueError):
    """Not an image that can be a logo; the message is for the person who uploaded it."""


def reencoded(data: bytes) -> bytes:
    """`data` as a PNG of at most 256 × 256 pixels, turned upright, without metadata. Raises UnusableImage."""
    if len(data) > MAX_BYTES:
        raise UnusableImage(_("The file is larger than 5 MB. Save the logo smaller and upload it again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise UnusableImage(_("The image has too many pixels. 512 × 512 is plenty."))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except UnusableImage:
        raise
    except Exception as error:  # Pillow raises a dozen kinds for files that lie about what they are
        raise UnusableImage(_("This is not a PNG, JPEG, WebP or GIF image that can be read.")) from error
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "PNG", optimize=True)
    return out.getvalue()


def keep(brand: Brand, data: bytes) -> str:
    """Store the re-encoded logo under its SHA-256 in the workspace's folder; returns the path. Raises UnusableImage."""
    png = reencoded(data)
    path = f"{brand.folder}/logo-{hashlib.sha256(png).hexdigest()[:32]}.png"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(png))
    return path
