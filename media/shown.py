"""How pages and programs see a file: its facts in words, its addresses, where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brands.access import BrandAccess
from brands.roles import Need
from core import formats
from media import cropping, keeping, quota, uses
from media.errors import bytes_words
from media.models import File

_TYPES = {"video/quicktime": "MOV", "video/mp4": "MP4", "video/webm": "WebM", "image/webp": "WebP"}


def card(file: File, brand: str) -> dict[str, Any]:
    """A file in a grid; `brand` is the brand's public id."""
    here = [brand, file.public_id]
    return {
        "file": file,
        "url": reverse("media:file", args=here),
        "thumb_url": reverse("media:thumb", args=here),
        "badge": length(file.seconds) if file.is_video else type_name(file.mime),
        "words": f"{type_name(file.mime)} · {bytes_words(file.size)}",
    }


def cards(files: Iterable[File], brand: str) -> list[dict[str, Any]]:
    return [card(file, brand) for file in files]


def detail(file: File, access: BrandAccess) -> dict[str, Any]:
    """All that the pane says of a file."""
    here = [access.brand.public_id, file.public_id]
    return {
        **card(file, access.brand.public_id),
        "clean_url": reverse("media:clean", args=here),
        "preview_url": reverse("media:preview", args=here),
        "facts": facts(file),
        "uses": uses.of([file.public_id]).get(file.public_id, []),
        "ratios": []
        if file.moves
        else [(name, name in file.crops) for name in cropping.RATIOS if name != cropping.FREE],
        "writes": access.allows(Need.WRITE_POSTS),
    }


def uploads(brand: str) -> dict[str, Any]:
    """Where files are sent and what is too large, for media/_upload_rows.html; of the brand in scope."""
    now = quota.usage()
    room = max(now.most - now.used, 0)
    return {
        "url": reverse("media:upload", args=[brand]),
        "image": keeping.MAX_IMAGE_BYTES,
        "image_words": bytes_words(keeping.MAX_IMAGE_BYTES),
        "video": keeping.MAX_VIDEO_BYTES,
        "video_words": bytes_words(keeping.MAX_VIDEO_BYTES),
        "room": room,
        "room_words": bytes_words(room),
    }


def facts(file: File) -> list[tuple[str, str]]:
    """(what, how much) in the reader's language."""
    size = f"{formats.number(file.width)} × {formats.number(file.height)}"
    told = [(_("Type"), type_name(file.mime)), (_("Pixels"), size), (_("Size"), bytes_words(file.size))]
    if file.seconds:
        told.append((_("Length"), length(file.seconds)))
    if file.kind == File.Kind.GIF:
        told.append((_("Frames"), formats.number(file.frames)))
    if file.frame_rate:
        told.append((_("Frames a second"), formats.number(file.frame_rate, 0 if file.frame_rate % 1 == 0 else 2)))
    if file.is_video:
        told.append((_("Coded as"), " + ".join(filter(None, (file.video_codec, file.audio_codec)))))
    return told


def length(seconds: float) -> str:
    """75.4 → “1:15”, from an hour on “1:02:03”."""
    whole = timedelta(seconds=round(seconds))
    text = str(whole)
    return text.removeprefix("0:").removeprefix("0") if whole < timedelta(hours=1) else text


def type_name(mime: str) -> str:
    """image/jpeg → JPEG."""
    return _TYPES.get(mime) or mime.partition("/")[2].upper()


def plain(file: File, brand: str) -> dict[str, Any]:
    """A file as JSON, for the scripts of our own pages."""
    here = [brand, file.public_id]
    return {
        "id": file.public_id,
        "name": file.name,
        "kind": file.kind,
        "mime": file.clean_mime,
        "width": file.clean_width,
        "height": file.clean_height,
        "seconds": file.seconds,
        "size": file.size,
        "alt": file.alt,
        "version": file.version,
        "words": card(file, brand)["words"],
        "thumb": reverse("media:thumb", args=here),
        "preview": reverse("media:preview", args=here),
        "clean": reverse("media:clean", args=here),
        "cropped": reverse("media:cropped", args=here),
        "page": reverse("media:file", args=here),
    }
