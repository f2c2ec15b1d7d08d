"""Files are taken in, described, deleted and brought back. Call inside the brand's scope."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
from datetime import timedelta
from pathlib import PurePath
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from brands import events
from brands.models import Brand
from core import clock
from core.versions import save_if_current
from media import animations, places, quota, sniffing, stills, uses, videos
from media.errors import InUse, TooLarge, bytes_words
from media.models import ALT, File
from media.prepared import Prepared
from media.sniffing import Format

MAX_IMAGE_BYTES = 30_000_000
MAX_VIDEO_BYTES = 500_000_000
UNDO = timedelta(days=30)
_LONGEST_NAME = 200


def add(brand: Brand, upload: IO[bytes], *, by: User, name: str, by_hand: bool = False, alt: str = "") -> File:
    """Keep `upload`, a seekable file. The same bytes twice are one row: it comes back if it was deleted.

    With `by_hand` it stays in the library until a person deletes it, else it goes when nothing uses it.
    Raises media.errors.Refused; nothing is kept then.
    """
    kind, size = _looked_at(upload)
    sha256 = _digest(upload)
    if (known := _there(brand, sha256, by_hand=by_hand)) is not None:
        return known
    upload.seek(0)
    made = _prepared(upload, kind)
    try:
        return _kept(brand, upload, made, _row(brand, made, kind, size, sha256, name, by, by_hand=by_hand, alt=alt))
    finally:
        made.clean.close()


def describe(file: File, alt: str, *, seen: int) -> File:
    """Write the alternative text that new posts start with. Raises core.versions.StaleWrite."""
    with transaction.atomic():
        save_if_current(file, seen=seen, changes={"alt": alt.replace("\x00", "").strip()[:ALT]})
        events.record("file.described", file, brand=file.brand)
    return file


def remove(file: File) -> None:
    """Hide it for 30 days, then it goes. Raises InUse while something is still to be published with it."""
    waiting = [use.label for use in uses.of([file.public_id]).get(file.public_id, ()) if use.waiting]
    if waiting:
        raise InUse(name=file.name, where=", ".join(waiting[:3]))
    with transaction.atomic():
        if File.objects.filter(pk=file.pk).update(deleted_at=clock.now()):
            events.record("file.removed", file, brand=file.brand)


def restore(file: File) -> None:
    """Undo `remove`."""
    with transaction.atomic():
        if File.with_deleted.filter(pk=file.pk).exclude(deleted_at=None).update(deleted_at=None):
            events.record("file.restored", file, brand=file.brand)
    file.deleted_at = None


def _looked_at(upload: IO[bytes]) -> tuple[Format, int]:
    """What it is, and its bytes. Raises Empty, UnknownType, TooLarge."""
    size = upload.seek(0, os.SEEK_END)
    upload.seek(0)
    kind = sniffing.format_of(upload.read(sniffing.HEAD))
    most = MAX_VIDEO_BYTES if kind.is_video else MAX_IMAGE_BYTES
    if size > most:
        raise TooLarge(size=bytes_words(size), most=bytes_words(most))
    return kind, size


def _digest(upload: IO[bytes]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    while chunk := upload.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


def _prepared(upload: IO[bytes], kind: Format) -> Prepared:
    if kind.is_video:
        return videos.prepare(upload, kind)
    data = upload.read()
    frames = 1 if kind is sniffing.JPEG else animations.frames_of(stills.opened(data, kind))
    return animations.prepare(data, kind, frames) if frames > 1 else stills.prepare(data, kind)


def _row(
    brand: Brand,
    made: Prepared,
    kind: Format,
    size: int,
    sha256: str,
    name: str,
    by: User,
    *,
    by_hand: bool,
    alt: str,
) -> File:
    clean = made.clean.seek(0, os.SEEK_END)
    return File(
        brand=brand,
        sha256=sha256,
        kind=made.kind,
        mime=kind.mime,
        clean_mime=made.clean_mime,
        size=size,
        clean_size=clean,
        kept_bytes=size + clean + len(made.preview) + len(made.thumb),
        width=made.width,
        height=made.height,
        clean_width=made.clean_width,
        clean_height=made.clean_height,
        seconds=made.seconds,
        frames=made.frames,
        frame_rate=made.frame_rate,
        video_codec=made.video_codec,
        audio_codec=made.audio_codec,
        name=clean_name(name, kind),
        alt=alt.replace("\x00", "").strip()[:ALT],
        by_hand=by_hand,
        added_by=by,
    )


@transaction.atomic
def _kept(brand: Brand, upload: IO[bytes], made: Prepared, row: File) -> File:
    """Write row and versions, one upload of the brand after the other. Raises OverQuota."""
    quota.hold(brand)
    if (known := _there(brand, row.sha256, by_hand=row.by_hand)) is not None:  # somebody was faster
        return known
    quota.make_room(row.kept_bytes)
    parts = {places.CLEAN: made.clean, places.PREVIEW: io.BytesIO(made.preview), places.THUMB: io.BytesIO(made.thumb)}
    for version, content in {**parts, places.ORIGINAL: upload}.items():
        places.write(brand, row.sha256, version, content)
    row.save()
    events.record("file.added", row, brand=brand)
    return row


@transaction.atomic
def _there(brand: Brand, sha256: str, *, by_hand: bool) -> File | None:
    """The file with these bytes, if it is there: it came once more. Nothing sweeps it meanwhile."""
    quota.hold(brand)
    known: File | None = File.with_deleted.select_related("brand").filter(sha256=sha256).first()
    if known is None:
        return None
    known.last_used_at, known.by_hand = clock.now(), known.by_hand or by_hand
    File.with_deleted.filter(pk=known.pk).update(last_used_at=known.last_used_at, by_hand=known.by_hand)
    if known.deleted_at:
        restore(known)
    return known


def clean_name(name: str, kind: Format) -> str:
    """`name` without folders and invisible characters, ending as its content asks: «IMG_1.jpg», never «x.exe»."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or char.isprintable())
    stem = PurePath(" ".join(unicodedata.normalize("NFC", seen).split())).stem.strip(". ")
    return (stem[: _LONGEST_NAME - 5] or _("File")) + kind.extension
