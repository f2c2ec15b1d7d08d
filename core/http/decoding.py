"""Undo gzip and deflate piece by piece, never past a limit: a bomb is refused before it has grown."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from core.http.errors import TooLarge, Unreadable

ACCEPTED = "gzip, deflate"
_PIECE = 64 * 1024


def read_body(pieces: Iterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """The whole body, decoded. Raises TooLarge past `max_bytes`, Unreadable where `encoding` cannot be undone."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return _join(pieces, max_bytes)
    if encoding not in ("gzip", "x-gzip", "deflate"):  # two codings on top of each other are refused here too
        raise Unreadable(f"The answer is packed in a way that was not asked for: {encoding[:40]}")
    inflater = _Inflater(raw_allowed=encoding == "deflate")
    try:
        body = _join((out for piece in pieces for out in inflater.feed(piece)), max_bytes)
    except zlib.error:
        raise Unreadable("The answer is damaged: its packing cannot be undone.") from None
    if inflater.unfinished:
        raise Unreadable("The answer ends in the middle of its packing.")
    return body


def _join(pieces: Iterable[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise TooLarge(f"The answer is larger than {max_bytes:,} bytes.")
    return bytes(body)


class _Inflater:
    """Both of zlib's wrappings, gzip members in a row, and deflate without any wrapping, as some servers send it."""

    def __init__(self, *, raw_allowed: bool) -> None:
        self._zip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._raw_allowed = raw_allowed
        self._started = False

    @property
    def unfinished(self) -> bool:
        return self._started and not self._zip.eof

    def feed(self, data: bytes) -> Iterable[bytes]:
        while data:
            if self._zip.eof:
                if not data.startswith(b"\x1f\x8b"):
                    return  # padding after the last member is common and means nothing
                self._zip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
            yield self._inflate(data)
            data = self._zip.unconsumed_tail or self._zip.unused_data

    def _inflate(self, data: bytes) -> bytes:
        first, self._started = not self._started, True
        try:
            return self._zip.decompress(data, _PIECE)
        except zlib.error:
            if not (first and self._raw_allowed):
                raise
        self._zip = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        return self._zip.decompress(data, _PIECE)
