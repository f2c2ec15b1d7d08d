"""PDF and pictures set by Typst, in this process: no browser, no network, no fonts but ours.

What is set is data: a template is a file of the product and reads its words with json("/data.json"). Nothing that a
person typed is ever source. https://typst.app/docs/
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
SHARED = ("kit", "charts")
"""Modules that every template may import: #import "/kit.typ": *"""
NO_GLYPH = "□"


class Unprintable(Exception):
    """A template that does not compile, or data that it cannot take: a fault of ours, never of who asked."""


def pdf(template: Path, data: Mapping[str, Any], *, language: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """`template` with `data`, tagged for screen readers (PDF/UA-1); the same input gives the same bytes.

    `data` is what JSON holds; characters that no font of ours has become «□». `language` is that of the words.
    `files` are images by name, which the template shows with the kit's picture("/name"); as numbers, for typst-py takes
    only text as a file. Raises Unprintable.
    """
    made = _compiled(template, data, language, files or {}, format="pdf", pdf_standards=["ua-1"])
    return made[0]


def pictures(
    template: Path,
    data: Mapping[str, Any],
    *,
    language: str,
    files: Mapping[str, bytes] | None = None,
    density: int = 144,
) -> list[bytes]:
    """`template` with `data` as PNG, one for each page; `density` is in pixels per inch. Raises Unprintable."""
    return _compiled(template, data, language, files or {}, format="png", ppi=density)


def printable(value: Any) -> Any:
    """`value`, of JSON, with every string as our fonts can show it.

    A tagged PDF may hold no character without a shape. Signs that only control others are left out where no font knows
    them; line ends and tabs stay.
    """
    if isinstance(value, str):
        return "".join(map(_shown, value))
    if isinstance(value, Mapping):
        return {str(key): printable(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [printable(part) for part in value]
    return value


def _compiled(
    template: Path, data: Mapping[str, Any], language: str, files: Mapping[str, bytes], **how: Any
) -> list[bytes]:
    project = {
        "main.typ": template.read_bytes(),
        **{f"{name}.typ": (HERE / "typst" / f"{name}.typ").read_bytes() for name in SHARED},
        "data.json": json.dumps(printable(data)).encode(),
        "files.json": json.dumps({name: list(content) for name, content in files.items()}).encode(),
    }
    inputs = {"language": language.partition("-")[0]}
    try:
        made = typst.compile(project, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs, **how)
    except typst.TypstError as error:
        raise Unprintable(f"{template.name}: {error.diagnostic or error}") from error
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _covered() -> frozenset[int]:
    """Code points that the regular fonts have a shape for; a bold one has no fewer."""
    found: set[int] = set()
    for path in sorted(FONTS.glob("*-400.ttf")):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


@cache
def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if character in "\n\t" or (ord(character) in _covered() and kind != "Cc"):
        return character
    return "" if kind in {"Cc", "Cf", "Mn", "Me"} else NO_GLYPH
