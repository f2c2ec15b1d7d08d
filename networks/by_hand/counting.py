"""How long a text is to X: https://docs.x.com/fundamentals/counting-characters, configuration 3 of twitter-text.

The package twitter-text-parser is not used: it needs pkg_resources, which setuptools has dropped, and its emoji end
with Unicode 12.
"""

from __future__ import annotations

import unicodedata

import regex

from networks import links
from networks.publishing import Length

LIMIT = 280
URL_LENGTH = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one; all others weigh two."""
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{RI}{2}|[0-9#*]\ufe0f?\u20e3")
_GRAPHEME = regex.compile(r"\X")


def count(text: str) -> Length:
    """The weighted length of `text`: an address is 23, an emoji of any make 2, Chinese and its like 2 a character."""
    text = unicodedata.normalize("NFC", text)
    rest, addresses = links.bare_or_whole().subn(lambda found: found[2] or "", text)
    return Length(sum(map(_weight, _GRAPHEME.findall(rest))) + URL_LENGTH * addresses, LIMIT)


def _weight(grapheme: str) -> int:
    if _EMOJI.match(grapheme):
        return 2
    return sum(1 if any(low <= ord(c) <= high for low, high in _LIGHT) else 2 for c in grapheme)
