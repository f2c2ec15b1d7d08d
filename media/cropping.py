"""Crops: which part of a picture is taken. Nothing is cut: the box is kept and applied on the way out.

A crop is named by a shape ("4:5": what was chosen for it in the library, else the largest in the middle) or is a box of
its own ("120,0,600,600": left, top, width, height), as one post uses it: later changes in the library leave it alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.db import transaction

from brands import events
from core.versions import save_if_current
from media.errors import BadCrop
from media.models import File

FREE = "free"
RATIOS: Mapping[str, Fraction | None] = {
    "1:1": Fraction(1),
    "4:5": Fraction(4, 5),
    "16:9": Fraction(16, 9),
    "1.91:1": Fraction(191, 100),
    "9:16": Fraction(9, 16),
    FREE: None,
}
"""Width : height of the shapes that networks show; FREE has any."""
SMALLEST = 16
"""Pixels of a side."""

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels of the version that may go out."""
_BOX = re.compile(r"\d{1,5}(?:,\d{1,5}){3}")
LONGEST = 23
"""Characters of the longest name of a crop: a box."""


def crop(file: File, box: Sequence[int], ratio: str, *, seen: int) -> File:
    """Keep `box` as the part of `file` that is taken for `ratio`. Raises BadCrop, core.versions.StaleWrite."""
    kept = {**file.crops, ratio: list(checked(file, box, ratio))}
    with transaction.atomic():
        save_if_current(file, seen=seen, changes={"crops": kept})
        events.record("file.cropped", file, brand=file.brand, after={"ratio": ratio})
    return file


def is_name(crop: str) -> bool:
    """Whether `crop` can be read as one; whether it lies inside a file, `box_of` knows."""
    return crop in RATIOS or bool(_BOX.fullmatch(crop))


def box_of(file: File, crop: str) -> Box:
    """The part of `file` that `crop` names. Raises BadCrop."""
    if _BOX.fullmatch(crop):
        return checked(file, [int(n) for n in crop.split(",")], FREE)
    ratio = crop
    if ratio not in RATIOS or file.is_video:
        raise BadCrop
    if ratio in file.crops:
        left, top, width, height = file.crops[ratio]
        return left, top, width, height
    return _middle(file.clean_width, file.clean_height, RATIOS[ratio])


def checked(file: File, box: Sequence[int], ratio: str) -> Box:
    """`box`, if it lies inside `file` and has the shape `ratio`, give or take a pixel. Raises BadCrop."""
    if ratio not in RATIOS or file.moves or len(box) != len(Box.__args__):  # type: ignore[attr-defined]
        raise BadCrop
    left, top, width, height = box
    inside = left >= 0 and top >= 0 and left + width <= file.clean_width and top + height <= file.clean_height
    wanted = RATIOS[ratio]
    shaped = wanted is None or abs(width - height * wanted) <= max(Fraction(1), wanted)
    if not inside or not shaped or min(width, height) < min(SMALLEST, file.clean_width, file.clean_height):
        raise BadCrop
    return left, top, width, height


def _middle(width: int, height: int, ratio: Fraction | None) -> Box:
    if ratio is None:
        return 0, 0, width, height
    wide, high = min(width, int(height * ratio)), min(height, int(width / ratio))
    wide, high = max(wide, 1), max(high, 1)
    return (width - wide) // 2, (height - high) // 2, wide, high
