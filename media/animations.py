"""Images that move: GIF stays GIF, moving WebP, PNG and AVIF become WebP."""

from __future__ import annotations

import io

from PIL import Image, ImageSequence

from media import gif_blocks, stills
from media.errors import Damaged, TooManyPixels
from media.models import File
from media.prepared import Prepared
from media.sniffing import GIF, Format

MAX_FRAMES = 1_000
MAX_PIXELS = 200_000_000
"""Of all frames together: 480 × 270 for a minute, 25 times a second."""
_FRAME = 100
"""Milliseconds of a frame that does not say how long it stands, as browsers take it."""


def frames_of(image: Image.Image) -> int:
    """How many frames there are, counted up to MAX_FRAMES + 1; no frame is decoded for it. Raises Damaged."""
    if not getattr(image, "is_animated", False):
        return 1
    try:
        return min(int(getattr(image, "n_frames", 1)), MAX_FRAMES + 1)
    except stills.BROKEN as error:
        raise Damaged from error


def prepare(data: bytes, kind: Format, frames: int) -> Prepared:
    """An animation of so many frames. Raises Refused."""
    image = stills.opened(data, kind)
    if frames > MAX_FRAMES:
        raise TooManyPixels(size=f"{image.width} × {image.height} × {frames}", most=str(MAX_PIXELS // 1_000_000))
    stills.bounded(image.width, image.height, frames, most=MAX_PIXELS)
    width, height, durations = image.width, image.height, []
    drawn: list[Image.Image] = []
    first: Image.Image | None = None
    try:
        for frame in ImageSequence.Iterator(image):
            frame.load()
            durations.append(int(frame.info.get("duration") or _FRAME))
            if first is None or kind is not GIF:
                drawn.append(frame.convert("RGBA"))
            first = first or drawn[0]
    except stills.BROKEN as error:
        raise Damaged from error
    assert first is not None
    first.info = {}
    preview, thumb = stills.shown(first)
    clean = gif_blocks.stripped(data) if kind is GIF else _webp(drawn, durations)
    return Prepared(
        kind=File.Kind.GIF,
        width=width,
        height=height,
        clean=io.BytesIO(clean),
        clean_mime="image/gif" if kind is GIF else "image/webp",
        clean_width=width,
        clean_height=height,
        preview=preview,
        thumb=thumb,
        seconds=sum(durations) / 1000,
        frames=len(durations),
    )


def _webp(frames: list[Image.Image], durations: list[int]) -> bytes:
    out = io.BytesIO()
    for frame in frames:
        frame.info = {}
    later = frames[1:]
    frames[0].save(out, "WEBP", save_all=True, append_images=later, duration=durations, loop=0, quality=80, method=2)
    return out.getvalue()
