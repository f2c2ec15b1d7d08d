"""What is known and made of a file before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO


@dataclass(slots=True)
class Prepared:
    """A file looked at to its end, with the versions that may be shown and go out."""

    kind: str
    """A File.Kind."""
    width: int
    """Pixels of the original, upright."""
    height: int
    clean: IO[bytes]
    """Without position, camera, comments and whatever else was not the picture."""
    clean_mime: str
    clean_width: int
    clean_height: int
    preview: bytes
    """WebP, for the page: for videos a frame."""
    thumb: bytes
    """WebP, for lists."""
    seconds: float = 0
    frames: int = 1
    frame_rate: float = 0
    video_codec: str = ""
    audio_codec: str = ""
