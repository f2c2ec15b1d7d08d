"""Why a file is not taken, or cannot go out. Each message is for a person: what is wrong, what it means, what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats


class Refused(Exception):
    """A file that was not kept. `str()` is the sentence, in the language that was in force when it was raised."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[Any] = ""

    def __init__(self, **words: str) -> None:
        super().__init__(str(self.sentence) % words)


class Empty(Refused):
    code = "empty"
    sentence = gettext_lazy("The file is empty: it has 0 bytes. Save it again where it comes from and upload it anew.")


class UnknownType(Refused):
    code = "type"
    sentence = gettext_lazy(
        "What is inside this file is %(found)s, whatever its name says. Upload a JPEG, PNG, WebP, AVIF or GIF image, "
        "or an MP4, MOV or WebM video."
    )


class Heic(Refused):
    code = "heic"
    sentence = gettext_lazy(
        "This is a HEIC photo, which this installation cannot read. Export it as JPEG, or set the phone's camera to "
        "“Most compatible”, and upload that."
    )


class Svg(Refused):
    code = "svg"
    sentence = gettext_lazy(
        "SVG drawings may hold scripts that run in the browser of who opens them, and no network takes them. "
        "Export the drawing as PNG and upload that."
    )


class TooLarge(Refused):
    code = "too_large"
    sentence = gettext_lazy("The file has %(size)s, and %(most)s is the most. Save it smaller and upload it again.")


class TooManyPixels(Refused):
    code = "pixels"
    sentence = gettext_lazy(
        "The picture is %(size)s, more than we open: %(most)s megapixels. Save it smaller and upload it again."
    )


class Damaged(Refused):
    code = "damaged"
    sentence = gettext_lazy(
        "The file is damaged or cut off: it cannot be read to its end. Save it again where it comes from and "
        "upload it anew."
    )


class NoPicture(Refused):
    code = "no_picture"
    sentence = gettext_lazy("The file holds sound but no picture. The networks take videos: add a picture to it first.")


class OverQuota(Refused):
    code = "quota"
    sentence = gettext_lazy(
        "There is no room for this file (%(size)s): the brand uses %(used)s of its %(most)s. Delete files that "
        "nothing uses in the library, or ask who runs this installation for more room."
    )


class BadCrop(Refused):
    code = "crop"
    sentence = gettext_lazy("This part does not lie inside the picture, or has another shape. Choose it anew.")


class InUse(Refused):
    code = "in_use"
    sentence = gettext_lazy(
        "%(name)s is part of what is still to be published: %(where)s. Take it out there first; until then it stays."
    )


def bytes_words(size: int) -> str:
    """4_212_000 → “4,2 MB”: a size in bytes as people read it, in powers of ten."""
    for factor, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= factor:
            value = size / factor
            return f"{formats.number(value, 1 if value < 100 and size % factor else 0)}\u00a0{unit}"
    return _("%(n)s bytes") % {"n": formats.number(size)}
