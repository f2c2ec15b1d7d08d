"""A GIF without what is not picture: its blocks copied, comments and the words of programs left out, nothing behind it.

Frames are copied as they are, because writing them anew with Pillow would choose new colours and double the size.
Source: GRAPHICS INTERCHANGE FORMAT, Version 89a, CompuServe 1990.
"""

from __future__ import annotations

from media.errors import Damaged

_HEADER = 13
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""The one application's block that is about the picture: how often it plays."""


def stripped(data: bytes) -> bytes:
    """`data`, a GIF, up to its trailer, without comments, plain text and application data. Raises Damaged."""
    try:
        return _copied(data)
    except IndexError as error:
        raise Damaged from error


def _copied(data: bytes) -> bytes:
    at = _HEADER + _table(data[10])
    out = bytearray(data[:at])
    while data[at] != _TRAILER:
        if data[at] == _EXTENSION:
            label, end = data[at + 1], _sub_blocks(data, at + 2)
            loops = label == _APPLICATION and data[at + 3 : at + 14] in _LOOPS
            if label == _GRAPHIC_CONTROL or loops:
                out += data[at:end]
        elif data[at] == _IMAGE:
            end = _sub_blocks(data, at + 10 + _table(data[at + 9]) + 1)  # after the table one byte of code size
            out += data[at:end]
        else:
            raise Damaged
        at = end
    return bytes(out) + bytes([_TRAILER])


def _table(flags: int) -> int:
    """Bytes of the colour table that the flags announce."""
    return 3 * 2 ** ((flags & 0b111) + 1) if flags & 0b1000_0000 else 0


def _sub_blocks(data: bytes, at: int) -> int:
    """The place behind the run of sub-blocks that begins at `at`."""
    while data[at]:
        at += data[at] + 1
    return at + 1
