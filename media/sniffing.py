"""What a file is, by its first bytes: never by its name, nor by what the browser said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from media.errors import Empty, Heic, Svg, UnknownType

HEAD = 4096
"""Bytes that are enough."""


@dataclass(frozen=True, slots=True)
class Format:
    mime: str
    extension: str
    reader: str
    """Pillow's or FFmpeg's name of what reads it: no other reader ever sees the file."""

    @property
    def is_video(self) -> bool:
        return self.mime.startswith("video/")


JPEG = Format("image/jpeg", ".jpg", "JPEG")
PNG = Format("image/png", ".png", "PNG")
GIF = Format("image/gif", ".gif", "GIF")
WEBP = Format("image/webp", ".webp", "WEBP")
AVIF = Format("image/avif", ".avif", "AVIF")
MP4 = Format("video/mp4", ".mp4", "mp4")
MOV = Format("video/quicktime", ".mov", "mov")
WEBM = Format("video/webm", ".webm", "webm")
BY_MIME = {one.mime: one for one in (JPEG, PNG, GIF, WEBP, AVIF, MP4, MOV, WEBM)}

_STARTS = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"GIF87a", GIF), (b"GIF89a", GIF))
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MP4 = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}


def format_of(head: bytes) -> Format:
    """The format of a file that begins with `head` (HEAD bytes, or all). Raises Empty, Svg, Heic, UnknownType."""
    if not head:
        raise Empty
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return WEBM
    if head[4:8] in {b"moov", b"mdat", b"wide"}:  # QuickTime of before it named its brands
        return MOV
    raise _refusal(head)


def _by_brand(head: bytes) -> Format:
    """ISO base media: the box at the start names what it is, then what else it can be read as."""
    end = int.from_bytes(head[:4], "big")
    names = [head[8:12], *(head[at : at + 4] for at in range(16, min(end, len(head)), 4))]
    if names[0] in {b"avif", b"avis"} or b"avif" in names:
        return AVIF
    if names[0] in _HEIC:
        raise Heic
    if names[0] == b"qt  ":
        return MOV
    if names[0] in _MP4 or _MP4.intersection(names):
        return MP4
    raise UnknownType(found=_("a kind of recording that we do not read"))


def _refusal(head: bytes) -> Exception:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<") and b"<svg" in text:
        return Svg()
    for start, found in (
        (b"%pdf", _("a PDF document")),
        (b"<!doctype html", _("a web page")),
        (b"<html", _("a web page")),
        (b"pk\x03\x04", _("a packed archive or an Office document")),
        (b"bm", _("a BMP image")),
        (b"ii*\x00", _("a TIFF image")),
        (b"mm\x00*", _("a TIFF image")),
        (b"8bps", _("a Photoshop document")),
        (b"\x1ae\xdf\xa3", _("a Matroska video")),
        (b"riff", _("an AVI video or a sound")),
        (b"id3", _("a sound")),
        (b"mz", _("a program")),
        (b"\x7felf", _("a program")),
    ):
        if text.startswith(start):
            return UnknownType(found=found)
    return UnknownType(found=_("neither an image nor a video that we know"))
