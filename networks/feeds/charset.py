"""Bytes to text, whatever header, declaration and byte order mark say about each other."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# The legacy encodings that feeds are written in. Others that Python has (punycode, unicode_escape, zip) are not text.
_LEGACY = re.compile(
    r"(iso-?8859-?\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|macintosh|mac-roman|tis-620"
    r"|gb2312|gbk|gb18030|big5|big5-hkscs|euc-(jp|kr)|shift[_-]jis|iso-2022-(jp|kr))\Z"
)
_WESTERN = frozenset(("iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}['\"]([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]")


# Bytes 80–9F as windows-1252, its five holes as Latin-1; U+0085 is a line end and stays one.
_AS_1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0) if code != 0x85}
# What «surrogateescape» makes of bytes that are not UTF-8
_ESCAPED = {0xDC00 + byte: _AS_1252.get(byte, chr(byte)) for byte in range(0x80, 0x100)}


def decode(body: bytes, content_type: str = "") -> str:
    """`body` as text; never fails, and takes linear time.

    Control characters of the range U+0080–9F are read as windows-1252 too: they are what a converter leaves that took
    windows-1252 for Latin-1.
    """
    text = _decoded(body, content_type)
    return text.translate(_AS_1252) if _C1.search(text) else text


def _decoded(body: bytes, content_type: str) -> str:
    """`body` by the first that speaks.

    In order: a byte order mark; what is valid UTF-8 is UTF-8, whoever says otherwise (text in another encoding that
    happens to be valid is all but impossible); what is mostly UTF-8 is two sources glued together, and its broken bytes
    alone are windows-1252; the XML declaration; the Content-Type; at last windows-1252.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            skip = len(mark) if mark[0] > 0x7F or len(mark) == 4 else 0
            return body[skip:].decode(name, "replace")
    declared = _declared(body, content_type)
    if any(name.startswith("iso-2022") for name in declared):  # seven bits a byte: always valid UTF-8
        return _first(body, [n for n in declared if n.startswith("iso-2022")]) or body.decode("utf-8", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(body):
        return _mended(body)
    return _first(body, declared) or body.decode("latin-1")


def _declared(body: bytes, content_type: str) -> list[str]:
    found = [m[1].decode("ascii", "ignore") for m in [_DECLARED.search(body[:1024])] if m]
    found += [m[1] for m in [_CHARSET.search(content_type.lower())] if m]
    return [name for name in map(str.lower, found) if _LEGACY.match(name)]


def _first(body: bytes, names: list[str]) -> str:
    """`body` in the first of `names` that fits; "" if none does. Latin-1 means windows-1252 on the web (WHATWG)."""
    for name in names:
        if name in _WESTERN:
            return body.decode("latin-1")  # `decode` makes windows-1252 of it
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return ""


def _mostly_utf8(body: bytes) -> bool:
    in_pairs = sum(len(pair) for pair in _UTF8_PAIR.findall(body))
    return in_pairs * 2 > len(_HIGH.findall(body))


def _mended(body: bytes) -> str:
    """UTF-8, and what is not as windows-1252."""
    return body.decode("utf-8", "surrogateescape").translate(_ESCAPED)
