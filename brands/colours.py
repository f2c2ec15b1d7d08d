"""A brand's accent colour, made legible: WCAG 2.2 contrast on paper and on the dark surface."""

from __future__ import annotations

from dataclasses import dataclass

RGB = tuple[float, float, float]

LIGHT_SURFACE: RGB = (1.0, 1.0, 1.0)
LIGHT_CANVAS: RGB = (0xF4 / 255, 0xF3 / 255, 0xEF / 255)
DARK_SURFACE: RGB = (0x23 / 255, 0x26 / 255, 0x2B / 255)
"""The lightest dark ground that the accent is read on (popovers)."""
MINIMUM = 4.5
_TINT = 0.12
"""Share of accent in --accent-soft, the ground of the current item in the navigation."""


@dataclass(frozen=True, slots=True)
class Accent:
    """Two shades of one colour, and whether either had to be moved away from what was chosen."""

    light: str
    dark: str
    adjusted: bool


def accent(colour: str) -> Accent:
    """The accent for «#rrggbb»: darkened until it reads on light grounds, lightened until it reads on dark ones."""
    chosen = _parse(colour)
    light = _until_legible(chosen, (0.0, 0.0, 0.0), [LIGHT_SURFACE, LIGHT_CANVAS])
    dark = _until_legible(chosen, (1.0, 1.0, 1.0), [DARK_SURFACE])
    return Accent(_write(light), _write(dark), adjusted=_write(light) != colour.lower())


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio of two sRGB colours, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _until_legible(colour: RGB, towards: RGB, grounds: list[RGB]) -> RGB:
    for step in range(101):
        shade = _mix(towards, colour, step / 100)
        tinted = [_mix(shade, ground, _TINT) for ground in grounds]
        if all(contrast(shade, ground) >= MINIMUM for ground in [*grounds, *tinted]):
            return shade
    return towards


def _mix(one: RGB, other: RGB, share: float) -> RGB:
    r, g, b = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return r, g, b


def _luminance(colour: RGB) -> float:
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _parse(colour: str) -> RGB:
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b


def _write(colour: RGB) -> str:
    return "#" + "".join(f"{round(c * 255):02x}" for c in colour)
