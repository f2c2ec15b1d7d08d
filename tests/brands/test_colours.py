from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brands import colours


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_becomes_legible_on_light_and_dark(number):
    shades = colours.accent(f"#{number:06x}")
    for ground in (colours.LIGHT_SURFACE, colours.LIGHT_CANVAS):
        assert colours.contrast(colours._parse(shades.light), ground) >= 4.5
    assert colours.contrast(colours._parse(shades.dark), colours.DARK_SURFACE) >= 4.5


def test_a_legible_colour_stays_as_it_was_chosen():
    assert colours.accent("#8a3b12").light == "#8a3b12"
    assert not colours.accent("#8a3b12").adjusted


def test_a_pale_colour_is_darkened_and_says_so():
    shades = colours.accent("#ffe000")
    assert shades.adjusted
    assert shades.light != "#ffe000"


def test_contrast_of_black_on_white():
    assert round(colours.contrast((0, 0, 0), (1, 1, 1)), 1) == 21.0
