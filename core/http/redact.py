"""Take the secrets out of a text before it reaches a log, an exception or a person."""

from __future__ import annotations

import re

_NAME = (
    r"[\w.-]*(?:token|secret|passw(?:or)?d|api[_-]?key|signature|credential|assertion|verifier)[\w.-]*"
    r"|key|sig|auth|code|pass|pwd|jwt|sid|session"
)
_RULES = (
    # userinfo in an address
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/?#@]+@"), r"\1***@"),
    # Authorization, Cookie and their like, as headers stand in a dump
    (
        re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|key))(['\"]?\s*[:=]\s*)[^\r\n]+"),
        r"\1\2***",
    ),
    (re.compile(r"(?i)\b(bearer|basic|oauth)\s+[\w.~+/-]{6,}=*"), r"\1 ***"),
    # name=value in a query string or a form, "name": "value" in JSON
    (re.compile(rf"(?i)(?<![\w.-])({_NAME})(=|%3D)[^&\s'\"#<>]+"), r"\1\2***"),
    (re.compile(rf"(?i)(['\"](?:{_NAME})['\"]\s*:\s*['\"])[^'\"]+"), r"\1***"),
)


def redact(text: str) -> str:
    """`text` with userinfo, authorization headers and values of secret-looking parameters replaced by `***`."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
