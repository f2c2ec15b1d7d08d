"""Videos: their facts, a frame to show, and a copy of the streams without what cameras write beside them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any

import av
from av.container import InputContainer
from PIL import Image

from media import stills
from media.errors import Damaged, NoPicture
from media.models import File
from media.prepared import Prepared
from media.sniffing import Format

MAX_PIXELS = 36_000_000
"""Of a frame: 8K."""
_POSTER_AT = 1.0
"""Seconds: the first frame of all is often black."""
_ATTACHED_PICTURE = 0x400
"""AV_DISPOSITION_ATTACHED_PIC: the cover of a song."""


def prepare(file: IO[bytes], kind: Format) -> Prepared:
    """A video, its streams copied. Raises Refused."""
    try:
        with av.open(file, "r", format=kind.reader, metadata_errors="ignore") as container:
            stream = _picture_of(container)
            facts = _facts(container, stream)
            image = _poster(container, stream, facts["seconds"])
        file.seek(0)
        with av.open(file, "r", format=kind.reader, metadata_errors="ignore") as container:
            clean = _copied(container, kind)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise Damaged from error
    preview, thumb = stills.shown(image)
    return Prepared(
        kind=File.Kind.VIDEO,
        width=image.width,
        height=image.height,
        clean=clean,
        clean_mime=kind.mime,
        clean_width=image.width,
        clean_height=image.height,
        preview=preview,
        thumb=thumb,
        **facts,
    )


def _picture_of(container: InputContainer) -> Any:
    """The stream that moves. Raises NoPicture, or Damaged where there is no stream at all."""
    if not container.streams:
        raise Damaged
    for stream in container.streams.video:
        if not int(stream.disposition) & _ATTACHED_PICTURE:
            stills.bounded(stream.codec_context.width, stream.codec_context.height, most=MAX_PIXELS)
            return stream
    raise NoPicture


def _facts(container: InputContainer, stream: Any) -> dict[str, Any]:
    sound = next(iter(container.streams.audio), None)
    ends = (container.duration or 0) / av.time_base
    if not ends and stream.duration:
        ends = float(stream.duration * stream.time_base)
    return {
        "seconds": round(max(ends, 0.0), 3),
        "frame_rate": round(float(stream.average_rate or 0), 3),
        "video_codec": stream.codec_context.name[:40],
        "audio_codec": sound.codec_context.name[:40] if sound else "",
    }


def _poster(container: InputContainer, stream: Any, seconds: float) -> Image.Image:
    """A frame near the beginning, the right way up. Raises Damaged where none can be decoded."""
    at = min(_POSTER_AT, seconds / 2)
    last: Any = None
    for frame in container.decode(stream):
        last = frame
        if frame.time is None or frame.time >= at:
            break
    if last is None:
        raise Damaged
    image: Image.Image = last.to_image()
    # The display matrix turns counter-clockwise, as Pillow does (FFmpeg, libavutil/display.h).
    return image.rotate(last.rotation, expand=True) if last.rotation % 360 else image


def _copied(container: InputContainer, kind: Format) -> IO[bytes]:
    """Picture and sound as they are, in a new container: no position, no camera, no chapters, no other streams."""
    out = tempfile.NamedTemporaryFile(suffix=kind.extension)  # noqa: SIM115  closed by who keeps it
    options = {"fflags": "+bitexact"} | ({} if kind.reader == "webm" else {"movflags": "+faststart"})
    with av.open(str(Path(out.name)), "w", format=kind.reader, options=options) as target:
        kept = [s for s in (*container.streams.video, *container.streams.audio) if not _is_cover(s)]
        copies = {stream.index: target.add_stream_from_template(stream) for stream in kept}
        for copy in copies.values():
            copy.metadata.clear()
        for packet in container.demux(kept):
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                target.mux(packet)
    return out


def _is_cover(stream: Any) -> bool:
    return bool(int(stream.disposition) & _ATTACHED_PICTURE)
