"""Which encoding a text file is in: by what its bytes can be, not by what anybody says."""

from __future__ import annotations

import codecs
import re
from typing import IO

from core.sheets.errors import Problem, Unreadable

_CHUNK = 1 << 20
_ZEROS = 0.05
"""A share of zeros that no text has. A stray one is left out where lines are read."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 in a text that mostly is, as windows-1252; its five holes as Latin-1."""
    assert isinstance(error, UnicodeDecodeError)
    broken = error.object[error.start : error.end]
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in broken), error.end


MENDING = "windows-1252-for-broken-utf-8"
codecs.register_error(MENDING, _as_windows_1252)


def encoding_of(file: IO[bytes]) -> tuple[str, str]:
    """Encoding and error handler to read the whole of `file` with; reading never fails then.

    In order: a byte order mark; UTF-16 without one; what is valid UTF-8 is UTF-8; what mostly is has had something
    pasted in; else windows-1252. Raises Unreadable where it is no text at all.
    """
    file.seek(0)
    head = file.read(_CHUNK)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, MENDING if name == "utf-8-sig" else "replace"
    if head.count(0) > _ZEROS * len(head):
        return _wide(head), "replace"
    return _narrow(file)


def _wide(head: bytes) -> str:
    """UTF-16 of western text has a zero in every second byte; a binary file has them anywhere."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * len(head) / 2 and even < odd / 10:
        return "utf-16-le"
    if even > 0.7 * len(head) / 2 and odd < even / 10:
        return "utf-16-be"
    raise Unreadable(Problem.NOT_A_TABLE)


def _narrow(file: IO[bytes]) -> tuple[str, str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, pairs, high = True, 0, 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        pairs += sum(map(len, _PAIR.findall(chunk)))
        high += len(_HIGH.findall(chunk))
        valid = valid and _takes(decoder, chunk)
    if valid and _takes(decoder, b"", final=True):
        return "utf-8", "strict"
    return ("utf-8", MENDING) if pairs * 2 > high else ("cp1252", MENDING)


def _takes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
